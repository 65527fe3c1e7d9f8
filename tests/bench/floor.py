"""What cannot be beaten: smtplib alone, over one connection, with mails written before."""

import smtplib
import sys
import time
from pathlib import Path


def main(port: int, folder: Path, seconds: float) -> None:
    mails = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    sys.stdin.readline()
    begun, number = time.monotonic(), 0
    with smtplib.SMTP("127.0.0.1", port) as server:
        while time.monotonic() - begun < seconds:
            server.sendmail("a@sink.example", ["b@sink.example"], mails[number % len(mails)])
            number += 1
    print(number, time.monotonic() - begun)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
