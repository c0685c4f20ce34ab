// The impact assessment of a case (process.md, Triage): six questions, and the priority they suggest, by one table.
import { z } from 'zod';
import { priorities } from "./priority.js";
/** Of each question the answers, from the best to the worst. */
export const answers = {
    disruption: ['none', 'minor', 'major', 'stopped'],
    blocked: ['no', 'yes'],
    workaround: ['yes', 'partial', 'none'],
    schools: ['one school', 'several schools', 'several districts'],
    users: ['one', 'several', 'many'],
    regression: ['no', 'yes'],
};
export const questions = Object.keys(answers);
export const questionLabels = {
    disruption: 'Workflow disruption',
    blocked: 'Daily functions blocked',
    workaround: 'Workaround',
    schools: 'Schools or districts affected',
    users: 'Users affected',
    regression: 'Regression',
};
/** What no rule meets is Low. A rule holds for its answers and all that are worse, so a worse answer never lowers the priority. */
export const rules = [
    {
        priority: 'Critical',
        least: { disruption: 'stopped', workaround: 'none' },
        because: 'Work has stopped and there is no workaround.',
    },
    {
        priority: 'Critical',
        least: { disruption: 'stopped', users: 'many' },
        because: 'Work has stopped for many users.',
    },
    {
        priority: 'Critical',
        least: { blocked: 'yes', workaround: 'none', schools: 'several districts' },
        because: 'Daily functions are blocked in several districts and there is no workaround.',
    },
    {
        priority: 'Critical',
        least: { blocked: 'yes', workaround: 'none', users: 'many' },
        because: 'Daily functions are blocked for many users and there is no workaround.',
    },
    { priority: 'High', least: { disruption: 'stopped' }, because: 'Work has stopped.' },
    {
        priority: 'High',
        least: { blocked: 'yes', workaround: 'partial' },
        because: 'Daily functions are blocked and a workaround helps in part at most.',
    },
    {
        priority: 'High',
        least: { disruption: 'major', regression: 'yes' },
        because: 'A major disruption that came with a change: a serious regression.',
    },
    {
        priority: 'High',
        least: { disruption: 'major', workaround: 'none' },
        because: 'The disruption is major and there is no workaround.',
    },
    { priority: 'High', least: { disruption: 'major', users: 'many' }, because: 'The disruption is major for many users.' },
    {
        priority: 'High',
        least: { disruption: 'major', schools: 'several districts' },
        because: 'The disruption is major in several districts.',
    },
    { priority: 'Medium', least: { disruption: 'minor' }, because: 'Work is disrupted.' },
    { priority: 'Medium', least: { blocked: 'yes' }, because: 'Daily functions are blocked.' },
    { priority: 'Medium', least: { regression: 'yes' }, because: 'It worked before: a regression.' },
    {
        priority: 'Medium',
        least: { workaround: 'none', schools: 'several schools' },
        because: 'Several schools are affected and there is no workaround.',
    },
];
const nothingAsksForMore = 'Nothing in the table asks for more.';
/** The highest priority that a rule asks for, and the reasons of all rules that ask for it. */
export function suggestPriority(given) {
    const met = rules.filter(({ least }) => questions.every((question) => reaches(question, given[question], least[question])));
    const priority = priorities.findLast((one) => met.some((rule) => rule.priority === one)) ?? 'Low';
    const reasons = met.filter((rule) => rule.priority === priority).map(({ because }) => because);
    return { priority, reasons: reasons.length > 0 ? reasons : [nothingAsksForMore] };
}
function reaches(question, given, least) {
    const order = answers[question];
    return least === undefined || order.indexOf(given) >= order.indexOf(least);
}
/** The table as it is shown: each priority with what asks for it. */
export function triageTable() {
    return priorities.toReversed().map((priority) => {
        const asksForIt = rules.filter((rule) => rule.priority === priority).map(({ because }) => because);
        return { priority, asksForIt: asksForIt.length > 0 ? asksForIt : ['Everything else.'] };
    });
}
const answerSchema = z.object({
    disruption: z.enum(answers.disruption),
    blocked: z.enum(answers.blocked),
    workaround: z.enum(answers.workaround),
    schools: z.enum(answers.schools),
    users: z.enum(answers.users),
    regression: z.enum(answers.regression),
});
/** @returns what was answered, or the questions that were not */
export function readAnswers(values) {
    const parsed = answerSchema.safeParse(values);
    if (parsed.success)
        return parsed.data;
    return questions.filter((question) => !answers[question].includes(values[question] ?? ''));
}
const triage = z.object({
    answers: answerSchema,
    suggested: z.enum(priorities),
    chosen: z.enum(priorities),
    /** why another priority than the suggested one was chosen */
    why: z.string().nullable(),
    /** the advisor's name */
    by: z.string(),
    at: z.coerce.date(),
});
/** @returns null where the case was not assessed */
export function readTriage(stored) {
    return stored === null || stored === undefined ? null : triage.parse(stored);
}
//# sourceMappingURL=triage.js.map