// Colours by perceived lightness (OKLCH), so that eleven accents share the same contrasts by construction.

/** OKLCH to linear sRGB. */
function linear(l, c, h) {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const l3 = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m3 = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s3 = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
    -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
    -0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3,
  ];
}

const gamma = (x) => (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);

/** Hexadecimal colour; the chroma is lowered until the colour exists in sRGB. */
export function oklch(l, c, h) {
  let chroma = c;
  let rgb = linear(l, chroma, h);
  while (chroma > 0 && rgb.some((x) => x < -0.0005 || x > 1.0005)) {
    chroma = Math.max(0, chroma - 0.002);
    rgb = linear(l, chroma, h);
  }
  const byte = (x) => Math.round(255 * gamma(Math.min(1, Math.max(0, x))));
  return "#" + rgb.map((x) => byte(x).toString(16).padStart(2, "0")).join("");
}

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const x = parseInt(hex.slice(i, i + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio of two hexadecimal colours. */
export function contrast(one, two) {
  const [hi, lo] = [luminance(one), luminance(two)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}
