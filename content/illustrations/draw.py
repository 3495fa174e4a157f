"""Draws the bitmap illustrations of the blog: python draw.py (needs Pillow).

Every picture is a function of a seed, so a second run gives the same pixels.
"""

import hashlib
import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

OUT = Path(__file__).resolve().parents[2] / "static" / "images"
SCALE = 2  # draw large, shrink at the end: the cheapest smooth edges there are


def mix(a, b, t):
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b))


def rgb(text):
    return tuple(int(text[i : i + 2], 16) for i in (1, 3, 5))


def sky(width, height, top, bottom):
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=mix(top, bottom, y / height))
    return image


def save(image, name, size, **options):
    image = image.resize(size, Image.LANCZOS)
    path = OUT / name
    if name.endswith(".png"):
        image = image.quantize(colors=options.pop("colors", 96), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        image.save(path, optimize=True)
    else:
        image.save(path, quality=options.pop("quality", 84), optimize=True, progressive=True)
    print(f"{name:24} {path.stat().st_size // 1024:4} kB")


def ridge(rng, width, base, rough):
    parts = [(rng.uniform(0.4, 1), rng.uniform(1, 3) * k, rng.uniform(0, 6.3)) for k in (1, 2.3, 5.1, 11)]
    line = []
    for x in range(0, width + 4, 4):
        t = x / width * math.tau
        line.append((x, base + sum(rough / k * amp * math.sin(t * k / 2 + turn) for amp, k, turn in parts)))
    return line


def fjord():
    w, h = 1200 * SCALE, 630 * SCALE
    rng = random.Random(7)
    image = sky(w, h, rgb("#f6d9b8"), rgb("#e58f72"))
    draw = ImageDraw.Draw(image)
    draw.ellipse([w * 0.66, h * 0.18, w * 0.66 + 190, h * 0.18 + 190], fill=rgb("#fff1d6"))
    far, near = rgb("#b98ea0"), rgb("#12303f")
    for i in range(6):
        line = ridge(rng, w, h * (0.40 + i * 0.075), 120 - i * 6)
        draw.polygon([(0, h), *line, (w, h)], fill=mix(far, near, (i / 5) ** 0.8))
    water = int(h * 0.84)
    draw.rectangle([0, water, w, h], fill=rgb("#173b4c"))
    for _ in range(70):
        y = rng.uniform(water + 14, h)
        x = w * 0.66 + 95 + rng.gauss(0, 60 + (y - water))
        half = rng.uniform(20, 130)
        draw.rounded_rectangle([x - half, y, x + half, y + 5], 3, fill=mix(rgb("#173b4c"), rgb("#f0a986"), rng.uniform(0.2, 0.8)))
    save(image, "fjord.png", (1200, 630))


def mosaic():
    """A digest as a picture: each tile is one byte of a text's hash, and one changed letter changes half of them."""
    w, h = 1200 * SCALE, 630 * SCALE
    image = Image.new("RGB", (w, h), rgb("#0f2a3a"))
    draw = ImageDraw.Draw(image)
    palette = [rgb(c) for c in ("#173b4c", "#1d5670", "#2d7f97", "#7fc4dd", "#f4d9a8", "#e58f72", "#9c4f6f")]
    tile, gap = 116, 12
    for side, text in enumerate(("Diglot", "diglot")):
        data = hashlib.blake2b(text.encode(), digest_size=64).digest()
        left = 94 + side * (w // 2)
        for i in range(64):
            x, y = left + (i % 8) * (tile + gap), 118 + (i // 8) * (tile + gap)
            draw.rounded_rectangle([x, y, x + tile, y + tile], 18, fill=palette[data[i] % 7])
    save(image, "mosaic.png", (1200, 630), colors=48)


def dusk():
    """The hour that is struck twice: a sun path over a horizon, with one hour missing and one doubled."""
    w, h = 1200 * SCALE, 800 * SCALE
    image = sky(w, h, rgb("#1b2140"), rgb("#d98c5f"))
    glow = Image.new("RGB", (w, h))
    ImageDraw.Draw(glow).ellipse([w * 0.3, h * 0.55, w * 0.7, h * 1.2], fill=rgb("#ffcf87"))
    image = Image.blend(image, Image.composite(glow, image, glow.convert("L").filter(ImageFilter.GaussianBlur(220))), 0.55)
    draw = ImageDraw.Draw(image)
    cx, cy, r = w / 2, h * 0.86, h * 0.66
    for hour in range(24):
        angle = math.pi * (1 - hour / 23)
        x, y = cx + r * 1.06 * math.cos(angle), cy - r * math.sin(angle)
        size = 26 + 34 * math.sin(math.pi * hour / 23)
        if hour == 9:
            draw.ellipse([x - size, y - size, x + size, y + size], outline=rgb("#fff1d6"), width=6)
        else:
            draw.ellipse([x - size, y - size, x + size, y + size], fill=mix(rgb("#e58f72"), rgb("#fff1d6"), math.sin(math.pi * hour / 23)))
        if hour == 15:
            draw.ellipse([x + 6, y - size * 2.4, x + 6 + size * 2, y - size * 0.4], fill=rgb("#fff1d6"))
    draw.rectangle([0, cy, w, h], fill=rgb("#151a33"))
    save(image, "dusk.jpg", (1200, 800))


def heather():
    w, h = 1200 * SCALE, 800 * SCALE
    rng = random.Random(31)
    image = sky(w, h, rgb("#efe6f2"), rgb("#cdb4d6"))
    draw = ImageDraw.Draw(image)
    colours = [rgb(c) for c in ("#6b4c7a", "#8a5f97", "#a97bb0", "#c59cc4", "#9c4f6f")]
    for i in range(5):
        line = ridge(rng, w, h * (0.34 + i * 0.11), 70)
        draw.polygon([(0, h), *line, (w, h)], fill=mix(rgb("#c7b0d0"), rgb("#4a3457"), i / 4))
    for _ in range(1500):
        depth = rng.random() ** 0.6
        x, y = rng.uniform(0, w), h * (0.45 + 0.57 * depth)
        size = 3 + 15 * depth
        draw.line([(x, y), (x + rng.gauss(0, 8), y + size * 5)], fill=rgb("#3b3a2f"), width=max(1, int(3 * depth)))
        for k in range(4):
            draw.ellipse([x - size + k, y + k * size * 0.9 - size, x + size + k, y + k * size * 0.9 + size], fill=rng.choice(colours))
    save(image, "heather.jpg", (1200, 800), quality=72)


def swatches():
    """Rows of a hue from light to dark; the dot in each is as readable as the numbers say."""
    w, h = 1200 * SCALE, 630 * SCALE
    image = Image.new("RGB", (w, h), rgb("#f7f4ee"))
    draw = ImageDraw.Draw(image)
    rows = [("#dff0f6", "#0f2a3a"), ("#f6e3d0", "#6f3014"), ("#f0e4f3", "#45274f"), ("#e2efd9", "#24421a")]
    size, gap = 216, 24
    for j, (light, dark) in enumerate(rows):
        for i in range(9):
            ground = mix(rgb(light), rgb(dark), i / 8)
            x, y = 130 + i * (size + gap), 160 + j * (size + gap)
            draw.rounded_rectangle([x, y, x + size, y + size], 34, fill=ground)
            draw.ellipse([x + 68, y + 68, x + size - 68, y + size - 68], fill=mix(rgb(light), rgb(dark), 1 - i / 8))
    save(image, "swatches.png", (1200, 630), colors=128)


def ripples():
    """Two wave sources and their sum: an outer product, drawn."""
    w, h = 600, 400
    image = Image.new("RGB", (w, h))
    pixels = image.load()
    low, mid, high = rgb("#0f2a3a"), rgb("#2d7f97"), rgb("#f4d9a8")
    for y in range(h):
        for x in range(w):
            a = math.sin(math.hypot(x - 170, y - 210) / 9)
            b = math.sin(math.hypot(x - 430, y - 190) / 9)
            t = (a + b + 2) / 4
            pixels[x, y] = mix(low, mid, t * 2) if t < 0.5 else mix(mid, high, t * 2 - 1)
    save(image, "ripples.jpg", (1200, 800), quality=80)


def portrait(name, ground, skin, hair, shirt, glasses, long_hair):
    w = 480 * SCALE
    image = Image.new("RGB", (w, w), rgb(ground))
    draw = ImageDraw.Draw(image)
    draw.ellipse([w * 0.08, w * 0.08, w * 0.92, w * 0.92], fill=mix(rgb(ground), (255, 255, 255), 0.35))
    if long_hair:
        draw.rounded_rectangle([w * 0.27, w * 0.22, w * 0.73, w * 0.78], 190, fill=rgb(hair))
    draw.rounded_rectangle([w * 0.14, w * 0.74, w * 0.86, w * 1.3], 220, fill=rgb(shirt))
    draw.rounded_rectangle([w * 0.43, w * 0.58, w * 0.57, w * 0.80], 60, fill=mix(rgb(skin), (0, 0, 0), 0.12))
    draw.ellipse([w * 0.33, w * 0.24, w * 0.67, w * 0.68], fill=rgb(skin))
    draw.pieslice([w * 0.31, w * 0.19, w * 0.69, w * 0.60], 180, 360, fill=rgb(hair))
    draw.rectangle([w * 0.33, w * 0.385, w * 0.67, w * 0.40], fill=rgb(hair))
    for side in (0.425, 0.575):
        draw.ellipse([w * side - 14, w * 0.465 - 14, w * side + 14, w * 0.465 + 14], fill=rgb("#22242b"))
        if glasses:
            draw.ellipse([w * side - 58, w * 0.465 - 58, w * side + 58, w * 0.465 + 58], outline=rgb("#22242b"), width=12)
    if glasses:
        draw.line([(w * 0.485, w * 0.46), (w * 0.515, w * 0.46)], fill=rgb("#22242b"), width=12)
    draw.arc([w * 0.44, w * 0.52, w * 0.56, w * 0.60], 20, 160, fill=rgb("#7a3b34"), width=12)
    save(image, name, (480, 480), colors=64)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    fjord()
    mosaic()
    dusk()
    heather()
    swatches()
    ripples()
    portrait("solveig.png", "#7fc4dd", "#eec3a2", "#7a3f22", "#173b4c", True, True)
    portrait("eirik.png", "#e58f72", "#e3b08c", "#2b2523", "#6b4c7a", False, False)
