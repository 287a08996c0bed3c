# needs: aiomqttc
# modes: plain tls
# The client against a broker of ours, which knows just enough of MQTT 3.1.1 and shows each packet that arrives.
import asyncio
import loopback
import aiomqttc

PORT = 8005


async def packet(reader):
    """Returns a packet's first byte and its body; the length is in groups of seven bits."""
    first = (await reader.readexactly(1))[0]
    length = shift = 0
    while True:
        byte = (await reader.readexactly(1))[0]
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return first, await reader.readexactly(length) if length else b""


async def broker(reader, writer):
    while True:
        first, body = await packet(reader)
        if loopback.ROUNDS == 0:
            print("broker: %02x" % first, len(body), "bytes")
        if first == 0x10:
            await writer.awrite(b"\x20\x02\x00\x00")
        elif first == 0x82:
            await writer.awrite(b"\x90\x03" + body[:2] + b"\x00")
        elif first & 0xF0 == 0x30:
            topic = body[: 2 + body[1]]
            message = body[len(topic) :]
            if first & 6:
                await writer.awrite(b"\x40\x02" + message[:2])
                message = message[2:]
            await writer.awrite(bytes([0x30, len(topic) + len(message)]) + topic + message)
        elif first == 0xE0:
            break
    writer.close()
    await writer.wait_closed()


async def main():
    # The unix port has no clock to ask for the date.
    aiomqttc.log = lambda message="": print("client:", message.replace(str(PORT), "PORT")) if loopback.ROUNDS == 0 else None
    server = await asyncio.start_server(broker, loopback.HOST, PORT, ssl=loopback.server_context())
    arrived = asyncio.Event()

    async def on_message(client, topic, message, retain):
        if loopback.ROUNDS == 0:
            print("message:", topic, bytes(message), retain)
        arrived.set()

    client = aiomqttc.MQTTClient("driver", loopback.HOST, PORT, ssl=loopback.client_context())
    client.on_message = on_message
    print(await client.connect())
    await client.subscribe("a/topic")
    await asyncio.sleep_ms(100)
    for qos in (0, 1):
        arrived.clear()
        print(await client.publish("a/topic", "hello %d" % qos, qos=qos))
        await arrived.wait()
    for _ in range(loopback.ROUNDS):
        arrived.clear()
        await client.publish("a/topic", "again", qos=0)
        await arrived.wait()
    await client.disconnect()
    print(client.connected)
    await asyncio.sleep_ms(100)
    server.close()
    await server.wait_closed()


asyncio.run(main())
