// Files in forms, which local-slack does not know: the page sends a file here, and gets what Slack puts into `view.state`.
// Follows docs.slack.dev/reference/block-kit/block-elements/file-input-element.
import { botToken } from './workspace.ts';

/**
 * Uploads a file to local-slack without showing it to anybody.
 * @param slackPort where local-slack listens
 * @returns the file as Slack describes it
 * @throws Error with local-slack's error code
 */
export async function uploadFile(slackPort: number, name: string, content: Uint8Array<ArrayBuffer>): Promise<object> {
  const call = async (method: string, values: object): Promise<Answer> => {
    const response = await fetch(`http://localhost:${slackPort}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${botToken}` },
      body: JSON.stringify(values),
    });
    const answer = (await response.json()) as Answer;
    if (!answer.ok) throw new Error(answer.error);
    return answer;
  };
  const { upload_url: url = '', file_id: id } = await call('files.getUploadURLExternal', {
    filename: name,
    length: content.length,
  });
  await fetch(url, { method: 'POST', body: content });
  await call('files.completeUploadExternal', { files: [{ id, title: name }] });
  return (await call('files.info', { file: id })).file ?? {};
}

/** The fields of local-slack's answers that are read. */
interface Answer {
  ok: boolean;
  error?: string;
  upload_url?: string;
  file_id?: string;
  file?: object;
}
