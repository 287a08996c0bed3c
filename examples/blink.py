# Two LEDs blink at their own pace, as in the documentation's first example.
#
# On a board you would pass pins:  main(Pin(1), Pin(2)).  Here an LED is drawn as text, so the
# program also runs on a desktop, and two seconds replace the documentation's ten.
import asyncio


class Led:
    leds = []

    def __init__(self, name):
        self.name = name
        self.lit = False
        Led.leds.append(self)

    def on(self):
        self.lit = True
        Led.draw()

    def off(self):
        self.lit = False
        Led.draw()

    @staticmethod
    def draw():
        print("   ".join("%s %s" % (led.name, "(*)" if led.lit else "( )") for led in Led.leds))


async def blink(led, period_ms):
    while True:
        led.on()
        await asyncio.sleep_ms(5)
        led.off()
        await asyncio.sleep_ms(period_ms)


async def main(led1, led2):
    # The two tasks run side by side while main sleeps.  When main returns, so does asyncio.run.
    asyncio.create_task(blink(led1, 700))
    asyncio.create_task(blink(led2, 400))
    await asyncio.sleep(2)


asyncio.run(main(Led("red"), Led("green")))
