export const statuses = [
  'New',
  'Assigned',
  'AssistRequest',
  'PendingCustomerInput',
  'PendingCustomerVerification',
  'Scheduled',
  'AssignedToDevelopment',
  'AvailableInRelease',
  'Closed',
] as const;
export type Status = (typeof statuses)[number];
