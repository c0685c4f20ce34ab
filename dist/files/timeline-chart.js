// The linked cases over time, with every update marked. Chart.js on @napi-rs/canvas (both MIT and typed): Skia as one prebuilt file, without
// browser or install script. resvg, the other way to a PNG, is MPL; ECharts is ten times the size of Chart.js (67 MB and 6).
import { createCanvas } from '@napi-rs/canvas';
import { Chart, Filler, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { spanOf } from "../domain/timeline.js";
import { badgeSize, drawBadge } from "./badge.js";
import { families, fontOf } from "./fonts.js";
import { timeTicks } from "./time-ticks.js";
import { colors, markColor } from "./timeline-colors.js";
Chart.register(Filler, LinearScale, LineController, LineElement, PointElement);
const rowHeight = badgeSize + 4;
const mostRows = 3;
const font = { family: families, size: 17 };
/** @param target at whose left edge it is drawn, from `top` on @param zone IANA @param size in pixels */
export function drawChart(target, timeline, zone, size) {
    const { cases, updates } = timeline;
    const { from, to } = atLeastAMinute(spanOf(timeline));
    const ticks = timeTicks(from, to, zone);
    const canvas = createCanvas(size.width, size.height);
    // its width without the axis is known only when it is drawn; what is read from it is in how many rows the numbers stand
    const perMs = (size.width - 120) / (to.getTime() - from.getTime());
    const rows = rowsOf(updates.map(({ at }) => (at.getTime() - from.getTime()) * perMs));
    // Chart.js draws at once and asks nothing of a canvas that this one has not
    const chart = new Chart(canvas, {
        type: 'line',
        data: { datasets: [{ data: steps(cases, from, to), ...lineOf(cases.length) }] },
        options: {
            ...{ animation: false, responsive: false, devicePixelRatio: 1, events: [] },
            layout: { padding: { top: Math.max(...rows.map((row) => row + 1), 0) * rowHeight + 24, bottom: 24, right: 16 } },
            scales: {
                x: {
                    ...{ type: 'linear', min: from.getTime(), max: to.getTime() },
                    grid: { color: colors.grid },
                    border: { color: colors.quiet },
                    afterBuildTicks: (axis) => void (axis.ticks = ticks.map(({ value }) => ({ value }))),
                    ticks: {
                        font,
                        color: colors.quiet,
                        autoSkip: false,
                        maxRotation: 0,
                        callback: (_value, index) => ticks[index]?.label,
                    },
                },
                y: {
                    ...{ min: 0, suggestedMax: 4 },
                    grid: { color: colors.grid },
                    border: { display: false },
                    ticks: { font, color: colors.quiet, precision: 0, maxTicksLimit: 7 },
                    title: { display: true, text: 'Cases linked', font, color: colors.quiet },
                },
            },
        },
        plugins: [marks(timeline, canvas.getContext('2d'), rows)],
    });
    target.drawImage(canvas, 0, size.top);
    chart.destroy(); // it would be kept for ever, and wipes its canvas
}
/** What lasted no time at all has a width, too. */
function atLeastAMinute({ from, to }) {
    return { from, to: new Date(Math.max(to.getTime(), from.getTime() + 60_000)) };
}
function steps(cases, from, to) {
    const linked = [from, ...cases].map((at, count) => ({ x: at.getTime(), y: count }));
    return [...linked, { x: to.getTime(), y: cases.length }];
}
/** A few cases are seen one by one. */
function lineOf(count) {
    const radius = ({ dataIndex }) => (count <= 40 && dataIndex > 0 && dataIndex <= count ? 4 : 0);
    return {
        ...{ stepped: 'before', fill: 'origin', clip: 8 },
        ...{ borderColor: colors.line, borderWidth: 3, backgroundColor: colors.under },
        ...{ pointRadius: radius, pointBackgroundColor: colors.line },
    };
}
/** @param places in pixels, from the left @returns the row in which each number stands, 0 the lowest; -1: there is no room for it */
function rowsOf(places) {
    const ends = [];
    return places.map((x) => {
        const free = Array.from({ length: mostRows }, (_, row) => row).find((row) => (ends[row] ?? -Infinity) + rowHeight <= x) ?? -1;
        if (free >= 0)
            ends[free] = x;
        return free;
    });
}
function marks({ updates, kind, cases }, context, rows) {
    return {
        id: 'marks',
        beforeDatasetsDraw: ({ chartArea: { left, right, top, bottom }, scales: { x: axis } }) => {
            const marked = updates.map(({ at, state }, index) => ({
                x: axis?.getPixelForValue(at.getTime()) ?? left,
                y: top - 8 - badgeSize / 2 - Math.max(rows[index] ?? 0, 0) * rowHeight,
                colour: markColor(kind, state),
                number: index + 1,
            }));
            for (const { x, y, colour } of marked)
                drawDashes(context, colour, x, y, bottom);
            if (cases.length === 0)
                sayNone(context, (left + right) / 2, (top + bottom) / 2);
            // no dashes across a number
            for (const { x, y, ...badge } of marked)
                if (rows[badge.number - 1] !== -1)
                    drawBadge(context, x, y, badge);
        },
    };
}
function drawDashes(context, colour, x, top, bottom) {
    context.save();
    context.strokeStyle = colour;
    context.setLineDash([6, 5]);
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.restore();
}
function sayNone(context, x, y) {
    context.save();
    context.font = fontOf(22);
    context.textAlign = 'center';
    context.fillStyle = colors.paper; // the grid goes round it
    context.fillRect(x - 130, y - 24, 260, 32);
    context.fillStyle = colors.quiet;
    context.fillText('No cases were linked.', x, y);
    context.restore();
}
//# sourceMappingURL=timeline-chart.js.map