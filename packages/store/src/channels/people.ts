import type { ChannelPerson, Channels } from '@alongside/domain';
import type { FieldValue } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';
import { type Fields, listFields, mergeFields } from './fields.ts';

type Part = Pick<Channels, 'identify' | 'renamePerson' | 'person' | 'setCustomerFields'>;
type Asked = Parameters<Channels['identify']>[0];

interface PersonRow {
  readonly customerId: string;
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly imageUrl: string | null;
  readonly fields: Fields;
}

const select = `SELECT i.customer_id AS "customerId", i.external_id AS "externalId", i.first_name AS "firstName", i.last_name AS "lastName",
    i.image_url AS "imageUrl", u.fields
  FROM customer_identities i JOIN customers u ON u.tenant_id = i.tenant_id AND u.id = i.customer_id
  WHERE i.tenant_id = $1 AND i.channel_id = $2`;

const toPerson = ({ fields, ...row }: PersonRow): ChannelPerson => ({ ...row, fields: listFields(fields) });

/** Whom a nameless customer is called in the console. */
const NAMELESS = 'Visitor';

export function createChannelPeople(scope: TransactionScope): Part {
  const { tenantId } = scope;

  const find = async (asked: Asked): Promise<ChannelPerson | null> => {
    const row = await scope.one<PersonRow>(`${select} AND i.issuer = $3 AND i.key = $4`, [
      tenantId,
      asked.channelId,
      ...keyOf(asked),
    ]);
    return row && toPerson(row);
  };

  /** The row of a customer with this number, locked; made if there is none. */
  const customerNumbered = async (asked: Asked, number: string): Promise<string> => {
    await scope.query(
      `INSERT INTO customers (tenant_id, id, customer_number, name, is_logged_in) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant_id, customer_number, telephone) DO NOTHING`,
      [tenantId, asked.id, number, fullName(asked) || NAMELESS, asked.subject !== undefined],
    );
    const row = await scope.one<{ id: string }>(
      'SELECT id FROM customers WHERE tenant_id = $1 AND customer_number = $2 AND NOT telephone FOR UPDATE',
      [tenantId, number],
    );
    if (row === null) throw new Error('A customer that was just made is not there.');
    return row.id;
  };

  /**
   * A proven subject is the company's own number of the customer; two providers may use one subject for two people, and then the one who
   * comes second has the provider's name in the number.
   */
  const customerOf = async (asked: Asked): Promise<string> => {
    if (asked.subject === undefined) return customerNumbered(asked, `anonymous-${asked.id}`);
    const id = await customerNumbered(asked, asked.subject);
    const other = await scope.one(
      `SELECT customer_id FROM customer_identities WHERE tenant_id = $1 AND customer_id = $2 AND issuer NOT IN ('', $3) LIMIT 1`,
      [tenantId, id, asked.issuer ?? ''],
    );
    return other === null ? id : customerNumbered(asked, `${asked.subject} (${asked.issuer})`);
  };

  const rename = async (
    channelId: string,
    person: ChannelPerson,
    asked: Pick<Asked, 'firstName' | 'lastName' | 'imageUrl'>,
  ): Promise<ChannelPerson> => {
    const said = {
      firstName: asked.firstName || person.firstName,
      lastName: asked.firstName ? asked.lastName : asked.lastName || person.lastName,
      imageUrl: asked.imageUrl ?? person.imageUrl,
    };
    const same =
      said.firstName === person.firstName && said.lastName === person.lastName && said.imageUrl === person.imageUrl;
    if (same) return person;
    await scope.query(
      `UPDATE customer_identities SET first_name = $4, last_name = $5, image_url = $6
       WHERE tenant_id = $1 AND channel_id = $2 AND customer_id = $3`,
      [tenantId, channelId, person.customerId, said.firstName, said.lastName, said.imageUrl],
    );
    await scope.query('UPDATE customers SET name = $3 WHERE tenant_id = $1 AND id = $2 AND name <> $3', [
      tenantId,
      person.customerId,
      fullName(said) || NAMELESS,
    ]);
    return { ...person, ...said };
  };

  const personOf: Part['person'] = async (channelId, customerId) => {
    const row = await scope.one<PersonRow>(`${select} AND i.customer_id = $3 ORDER BY i.created_at DESC LIMIT 1`, [
      tenantId,
      channelId,
      customerId,
    ]);
    return row && toPerson(row);
  };

  return {
    async identify(asked) {
      const known = await find(asked);
      if (known) return rename(asked.channelId, known, asked);
      const customerId = await customerOf(asked);
      // Of two who come at once the second finds what the first made, and takes back what it had made in vain.
      const mine = await scope.query(
        `INSERT INTO customer_identities (tenant_id, channel_id, issuer, key, external_id, customer_id, first_name, last_name, image_url)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING customer_id`,
        [
          tenantId,
          asked.channelId,
          ...keyOf(asked),
          asked.externalId,
          customerId,
          asked.firstName,
          asked.lastName,
          asked.imageUrl,
        ],
      );
      if (mine.length === 0 && asked.subject === undefined)
        await scope.query('DELETE FROM customers WHERE tenant_id = $1 AND id = $2', [tenantId, customerId]);
      const made = await find(asked);
      if (made === null) throw new Error('An identity that was just made is not there.');
      if (asked.subject !== undefined && fullName(asked) !== '')
        await scope.query('UPDATE customers SET name = $3 WHERE tenant_id = $1 AND id = $2 AND name <> $3', [
          tenantId,
          made.customerId,
          fullName(asked),
        ]);
      return made;
    },
    async renamePerson(channelId, customerId, name) {
      const person = await personOf(channelId, customerId);
      return person && rename(channelId, person, name);
    },
    person: personOf,
    async setCustomerFields(customerId, said: readonly FieldValue[]) {
      const row = await scope.one<{ fields: Fields }>(
        'SELECT fields FROM customers WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
        [tenantId, customerId],
      );
      if (row === null) return [];
      const fields = mergeFields(row.fields, said);
      if (fields !== row.fields)
        await scope.query('UPDATE customers SET fields = $3 WHERE tenant_id = $1 AND id = $2', [
          tenantId,
          customerId,
          JSON.stringify(fields),
        ]);
      return listFields(fields);
    },
  };
}

const keyOf = ({ subject, issuer, externalId }: Asked): [string, string] =>
  subject === undefined ? ['', externalId.toLowerCase()] : [issuer ?? '', subject];

const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`.trim();
