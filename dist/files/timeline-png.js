// A timeline as an image, from top to bottom: what it is about, the linked cases over time, what was said when.
import { createCanvas } from '@napi-rs/canvas';
import { drawHeader } from "./timeline-header.js";
import { drawChart } from "./timeline-chart.js";
import { drawLegend, legendHeight } from "./timeline-legend.js";
import { colors } from "./timeline-colors.js";
/** In pixels. */
export const imageSize = { width: 1600, height: 900 };
const margin = 48;
/** @param zone IANA: whose times it shows @returns a PNG */
export async function timelinePng(timeline, zone) {
    const canvas = createCanvas(imageSize.width, imageSize.height);
    const context = canvas.getContext('2d');
    context.lang = 'en'; // not that of the machine
    context.fillStyle = colors.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    const width = canvas.width - 2 * margin;
    context.translate(margin, margin);
    const top = drawHeader(context, timeline, zone, width);
    const bottom = canvas.height - 2 * margin - legendHeight(timeline);
    drawChart(context, timeline, zone, { top, width, height: bottom - top });
    context.translate(0, bottom);
    drawLegend(context, timeline, zone, width);
    return canvas.encode('png');
}
//# sourceMappingURL=timeline-png.js.map