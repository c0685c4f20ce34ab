export function spotKey(element, control) {
    return `${element}.${control}`;
}
/** A select with nothing to choose is left out. */
export function isUsable(control) {
    return control.kind !== 'select' || control.options.length > 0;
}
/** Primary ones first, then as they stand. @param room buttons that may be used */
export function planControls(elements, room) {
    const all = elements.flatMap((element, at) => element.kind === 'actions'
        ? element.actions.map((control, index) => ({ key: spotKey(at, index), control })).filter((one) => isUsable(one.control))
        : []);
    const isPrimary = ({ control }) => control.kind === 'button' && control.style === 'primary';
    const order = [...all.filter(isPrimary), ...all.filter((one) => !isPrimary(one))];
    const buttons = new Set(order.slice(0, Math.max(room, 0)).map(({ key }) => key));
    return new Map(all.map(({ key }, index) => [key, { isButton: buttons.has(key), inputId: `choice${index}` }]));
}
//# sourceMappingURL=plan-actions.js.map