"""Pictures of a page's figures: what those of the bench and of the sizes have in common."""

import html
import re
import sys


def figure(width, height):
    """A figure of matplotlib's and its axes. The same figures give the same file, and text is text."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "uasyncio", "svg.fonttype": "none", "font.family": "sans-serif"})
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(width, height), layout="constrained")


def save(figure, axes, picture, title, words):
    """`words` are what the picture says to whoever cannot see it, and to `check`."""
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, metadata={"Date": None, "Creator": None, "Title": title, "Description": words})


def check(picture, page, words, target):
    said = re.search(r"<dc:description>(.*?)</dc:description>", picture.read_text(), re.S)
    if said is None or html.unescape(said[1]) != words:
        sys.exit(f"docs/{picture.name} is of other figures than docs/{page.name}: run make {target}")
