"""The documents of the demo by topic; every module offers ``documents(line)``, called once by ``demo.documents``."""
