"""Mails leave after the commit, through a real server; what fails is tried again, what was sent is not sent twice."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.db import transaction

from gongkai.kernel.notices import operations, queries
from gongkai.kernel.notices.models import Message
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import now
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


class Sink(socketserver.ThreadingTCPServer):
    """A mail server of thirty lines: keeps what it is given, refuses the recipients in ``refused``."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.refused: set[str] = set()
        super().__init__(("127.0.0.1", 0), Talk)


class Talk(socketserver.StreamRequestHandler):
    server: Sink

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        self.say("220 sink")
        while asked := self.rfile.readline().decode().strip():
            verb = asked.split(":", maxsplit=1)[0].split()[0].upper()
            if verb == "RCPT" and any(name in asked for name in self.server.refused):
                self.say("451 try again later")
            elif verb == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(b"".join(one.removeprefix(b".") if one[:2] == b".." else one for one in lines))
                self.say("250 kept")
            else:
                self.say("221 bye" if verb == "QUIT" else "250 ok")
                if verb == "QUIT":
                    return


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.GONGKAI_ADDRESS = "https://gongkai.example"
        yield server
        server.shutdown()
        thread.join()


def clerk(name: str = "伍汉臣", email: str = "wu@yunxiu.example"):
    return factories.person(Role.DRAFT, organ=factories.organ(), name=name, email=email)


def tell(*people, key: str = "returned:7", at=None) -> None:
    operations.notify(people, text="文件被退回，请修改", link="/desk/documents/7/", key=key, at=at or now())


def test_a_mail_arrives_with_name_text_and_link(sink: Sink):
    tell(clerk())
    assert operations.deliver(at=now()) == 1
    mail = message_from_bytes(sink.mails[0], policy=policy.default)
    assert (mail["To"], mail["Subject"].strip()) == ("wu@yunxiu.example", "【政务公开】文件被退回，请修改")
    body = mail.get_content()
    assert "伍汉臣" in body
    assert "https://gongkai.example/desk/documents/7/" in body
    assert not queries.undelivered().exists()


def test_what_was_sent_is_not_sent_again(sink: Sink):
    who = clerk()
    tell(who)
    tell(who)  # the same thing is said once
    assert [operations.deliver(at=now()), operations.deliver(at=now())] == [1, 0]
    assert len(sink.mails) == 1
    assert queries.inbox(who).count() == 1


def test_a_refused_mail_is_tried_again_later_and_does_not_hold_up_the_others(sink: Sink):
    at = now()
    tell(clerk(email="full@yunxiu.example"), clerk("任浩然", "ren@yunxiu.example"), at=at)
    sink.refused.add("full@")
    assert operations.deliver(at=at) == 1
    waiting = queries.undelivered().get()
    assert (waiting.to, waiting.attempts) == ("full@yunxiu.example", 1)
    assert "451" in waiting.last_error
    assert waiting.next_attempt_at == at + timedelta(minutes=2)
    sink.refused.clear()
    assert operations.deliver(at=at + timedelta(minutes=1)) == 0
    assert operations.deliver(at=at + timedelta(minutes=2)) == 1
    assert len(sink.mails) == 2


def test_a_server_that_is_down_loses_nothing(sink: Sink, settings):
    at = now()
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    tell(clerk(), at=at)
    for _ in range(3):
        assert operations.deliver(at=at) == 0
        at += timedelta(hours=5)
    assert queries.undelivered().get().attempts == 3
    settings.EMAIL_PORT = port
    assert operations.deliver(at=at) == 1


def test_after_eight_failures_a_mail_waits_for_a_person(sink: Sink):
    sink.refused.add("wu@")
    at = now()
    tell(clerk(), at=at)
    for _ in range(10):
        operations.deliver(at=at)
        at += timedelta(days=1)
    assert queries.undelivered().get().attempts == 8


def test_a_header_cannot_be_smuggled_in(sink: Sink):
    who = clerk()
    operations.notify([who], text="第一行\nBcc: all@example.com", link="/desk/", key="k", at=now())
    operations.deliver(at=now())
    mails = [message_from_bytes(one, policy=policy.default) for one in sink.mails]
    assert not any(mail["Bcc"] for mail in mails)


def test_nothing_leaves_when_the_work_is_undone(sink: Sink):
    who = clerk()
    with transaction.atomic():
        tell(who)
        transaction.set_rollback(True)
    assert operations.deliver(at=now()) == 0
    assert queries.unread(who) == 0


def test_without_a_mail_server_the_desk_still_tells(settings):
    settings.EMAIL_HOST = ""
    who = clerk()
    tell(who)
    assert queries.unread(who) == 1
    assert not Message.objects.exists()
    assert operations.deliver(at=now()) == 0


def test_people_without_an_address_get_no_mail_but_a_notice(sink: Sink):
    who = clerk(email="")
    tell(who)
    assert operations.deliver(at=now()) == 0
    assert queries.unread(who) == 1


def test_reading_marks_only_the_own_notices(sink: Sink):
    one, other = clerk(), clerk("任浩然", "ren@yunxiu.example")
    tell(one, other)
    tell(one, key="second")
    assert operations.read(person=one, at=now(), notice_id=queries.inbox(other).get().pk) == 0
    assert operations.read(person=one, at=now(), notice_id=queries.inbox(one)[0].pk) == 1
    assert operations.read(person=one, at=now()) == 1
    assert (queries.unread(one), queries.unread(other)) == (0, 1)
