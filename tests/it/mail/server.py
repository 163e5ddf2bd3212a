"""A real SMTP server for the stories: prints its port, then each mail that it takes as one line of JSON.

What it says to an address goes by how that begins: "nobody" is refused for good, "grey" is taken at the second attempt,
"relay" is refused by policy, and what is sent to "full" is refused as a mail.

The second argument is "plain", or "starttls" or "tls": then nothing is taken without encryption and without a login.
"""

import asyncio
import email
import email.policy
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

LOGIN = LoginPassword(b"farthing", "p/w: ä".encode())


class Handler:
    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return f"550 5.1.1 <{address}>: no such user here"
        if address.startswith("relay"):
            return "554 5.7.1 Relaying denied"
        if address.startswith("grey") and address not in self.seen:
            self.seen.add(address)
            return "451 4.2.0 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("full"):
            return "552 5.2.2 Mailbox full"
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        taken = {
            "from": str(mail["From"]),
            "to": envelope.rcpt_tos,
            "subject": str(mail["Subject"]),
            "id": str(mail["Message-ID"]),
            "auto": str(mail["Auto-Submitted"]),
            "type": mail.get_content_type(),
            "body": mail.get_content().replace("\r\n", "\n"),
        }
        print(json.dumps(taken), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    # What is not handled here is answered by the server itself.
    return AuthResult(success=data == LOGIN, handled=False)


def encryption():
    folder = pathlib.Path(__file__).parent / "tls"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context


async def main():
    port, mode = int(sys.argv[1]), sys.argv[2]
    handler = Handler()
    options, over = {"enable_SMTPUTF8": True}, None
    if mode != "plain":
        # aiosmtpd counts STARTTLS alone as encryption; from the first byte nothing else is there.
        login = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": mode == "starttls"}
        options.update(login)
    if mode == "starttls":
        options.update({"tls_context": encryption(), "require_starttls": True})
    if mode == "tls":
        over = encryption()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, **options), "127.0.0.1", port, ssl=over)
    print(server.sockets[0].getsockname()[1], flush=True)
    # It ends with whoever started it.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
