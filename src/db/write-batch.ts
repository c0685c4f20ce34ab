import { Prisma } from './generated/client.ts';
import { send } from './transaction.ts';

type Sql = Prisma.Sql;
const { sql } = Prisma;

/**
 * Writes that go to the database together, as one statement with a CTE for each of them. All of them see the data as it was before: what a
 * write needs of another one it reads from that one's CTE, and no two of them may change the same row. Foreign keys are checked at the end.
 */
export class WriteBatch {
  private readonly ctes: Sql[] = [];
  private readonly answers: Sql[] = [];

  /** Adds a write. @param name under which the other writes read what it returns */
  write(name: string, statement: Sql): void {
    this.ctes.push(sql`${Prisma.raw(name)} as (${statement})`);
  }

  /** Adds writes that are CTEs with names already. */
  writeAll(ctes: Sql): void {
    this.ctes.push(ctes);
  }

  /** Has the answer include a value. @param name its property */
  answer(name: string, value: Sql): void {
    this.answers.push(sql`${value} ${Prisma.raw(`"${name}"`)}`);
  }

  /** Sends all writes. @returns the values that were added by `answer` */
  async send<Answer extends object>(tx: Prisma.TransactionClient): Promise<Answer> {
    const answers = this.answers.length > 0 ? Prisma.join(this.answers) : Prisma.empty;
    const [answer] = await send<Answer>(tx, sql`with ${Prisma.join(this.ctes, ', ')} select ${answers}`);
    return answer as Answer;
  }
}
