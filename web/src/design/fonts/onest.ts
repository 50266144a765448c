/**
 * Onest for what Latin texts and figures of the app need, in the weights that it has; Hangul and the rest are the
 * system's own. It is preloaded, so that it is there when the first words are.
 *
 * Cut by fonttools 4 from onest-latin-wght-normal.woff2 of @fontsource-variable/onest 5.3.1, from 34 kB to 13:
 *   fonttools varLib.instancer onest-latin-wght-normal.woff2 wght=400:650 -o onest.ttf
 *   pyftsubset onest.ttf --flavor=woff2 --no-hinting --desubroutinize --layout-features=kern,tnum,lnum
 *     --unicodes=U+20-7E,U+A0,U+A9,U+B7,U+BD,U+D7,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+2212
 */
import localFont from "next/font/local";

export const onest = localFont({
  src: "./onest.woff2",
  weight: "400 650",
  variable: "--font-latin",
  declarations: [
    {
      prop: "unicode-range",
      value: "U+20-7E, U+A0, U+A9, U+B7, U+BD, U+D7, U+2013-2014, U+2018-2019, U+201C-201D, U+2026, U+2212",
    },
  ],
});
