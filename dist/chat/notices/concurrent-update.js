// Two leads speak of one notice at once: the second reads what the first has said before their own words go out.
import { CaseError } from "../../domain/case-error.js";
import { viewNotice } from "../../usecases/notices/notice-facts.js";
import { carriedNumber } from "../case-argument.js";
/** @param carries read: the newest word when the form was drawn */
export function updatedSince({ request }, { read }) {
    return read === undefined ? request : { ...request, read: carriedNumber(read) };
}
/**
 * @param carries notice: its id
 * @param again the form, with all that was typed
 * @returns what `run` does; the form again, with what was said meanwhile above it
 */
export async function unlessUpdated(context, state, run, fingerprint) {
    try {
        return await run();
    }
    catch (error) {
        if (!(error instanceof CaseError) || error.code !== 'spoken-meanwhile')
            throw error;
        const { newest } = await viewNotice(context.services, context.person, carriedNumber(state.notice));
        const form = await fingerprint({ ...state, read: String(newest.id) });
        const words = [{ bold: error.message }, ` ${error.next ?? ''}`];
        return { kind: 'form', form: { ...form, intro: [{ kind: 'callout', tone: 'warning', text: words }, ...form.intro] } };
    }
}
//# sourceMappingURL=concurrent-update.js.map