export const priorities = ['Low', 'Medium', 'High', 'Critical'] as const;
export type Priority = (typeof priorities)[number];
