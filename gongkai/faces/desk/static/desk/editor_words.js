// The editor's words in Chinese; it looks for window.gettext when it starts, so this stands before it.
(function () {
  "use strict";
  const WORDS = {
    "Add caption": "添加题注", "Alternative Text": "替代文字", "Bullets": "项目符号", "Cancel": "取消", "Caption": "题注",
    "Columns": "列数", "Decimal numbers": "数字编号", "Edit HTML": "编辑源码", "Edit Link": "编辑链接", "Include header row": "第一行作表头",
    "Insert": "插入", "Insert Table": "插入表格", "List properties": "列表属性", "List type": "列表类型", "Lowercase Roman numerals": "小写罗马数字",
    "Lowercase letters": "小写字母", "Prettify": "整理", "Rows": "行数", "Start at": "起始编号", "Table Properties": "插入表格",
    "Title": "标题", "Toggle fullscreen": "全屏", "URL": "网址", "Update": "确定", "Uppercase Roman numerals": "大写罗马数字", "Uppercase letters": "大写字母",
    "Open in new window": "在新窗口打开",
    // titles of buttons
    "Insert table": "插入表格", "Add column": "在右侧加一列", "Delete column": "删除这一列", "Add row": "在下方加一行", "Delete row": "删除这一行",
    "Merge/split cells": "合并或拆分单元格", "Merge cells": "合并单元格", "Split cell": "拆分单元格", "Toggle header cell": "切换表头单元格",
    "Delete table": "删除表格", "Paragraph": "正文段落", "Block style": "段落样式", "Heading 2": "一级标题", "Heading 3": "二级标题", "Heading 4": "三级标题", "heading 2": "一级标题", "heading 3": "二级标题", "heading 4": "三级标题",
    "Bold": "加粗", "bold": "加粗", "Italic": "斜体", "italic": "斜体", "Underline": "下划线", "underline": "下划线", "Strike": "删除线", "strike": "删除线", "strikethrough": "删除线",
    "Subscript": "下标", "subscript": "下标", "Superscript": "上标", "superscript": "上标", "insert link": "插入链接", "Insert link": "插入链接", "remove link": "移除链接", "Remove link": "移除链接",
    "bullet list": "项目列表", "Bullet list": "项目列表", "unordered list": "项目列表", "ordered list": "编号列表", "Ordered list": "编号列表", "blockquote": "引用", "Blockquote": "引用",
    "horizontal rule": "分隔线", "Horizontal rule": "分隔线", "undo": "撤销", "Undo": "撤销", "redo": "重做", "Redo": "重做", "Yes": "是", "No": "否",
  };
  window.gettext = (word) => WORDS[word] || word;
})();
