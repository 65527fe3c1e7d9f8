"""A mail server that takes everything, and answers each mail after twenty milliseconds."""

import asyncio
import sys

DELAY = 0.020  # seconds between the end of a mail and the answer, as a real server needs


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
            await asyncio.sleep(DELAY)
        if verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        writer.write(b"250 OK\r\n")
    writer.close()


async def main(port: int) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", port, limit=2**24)
    print("listens", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
