import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import type { PipelineDefinition } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { homesOfConsumer, publishedHomes } from '../../../../lambdas/contracts/definition/published-homes.ts';
import { replyAddresses } from '../../../../lambdas/contracts/definition/reply-addresses.ts';
import { ParcelPriced, quotes } from '../../core/request/quotes.ts';

const { consumers, queues } = quotes;
const { pricing } = consumers;
const { parcels } = queues;

const withPricing = (change: object): PipelineDefinition => ({
  ...quotes,
  consumers: { ...consumers, pricing: { ...pricing, ...change } },
});

describe('reply addresses', () => {
  it('are what a consumer publishes and a queue that it names answers', () => {
    expect(replyAddresses(quotes, 'pricing')).toEqual({ parcels: ['price.quoted', 'price.refused'] });
    expect(replyAddresses(quotes, 'parcels')).toEqual({});
  });

  it('are among the places to which a consumer may send, beside the homes of its types', () => {
    const places = homesOfConsumer(quotes, pricing);

    expect(places.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['topic prices', 'queue parcels']);
    expect(publishedHomes(quotes).map(({ name }) => name)).toEqual(['pricing', 'parcels', 'prices', 'parcels']);
  });

  it('must be queues of the pipeline', () => {
    expect(faultsOf(withPricing({ repliesTo: ['parcels', 'nowhere'] }))).toEqual([
      'consumer "pricing" must reply to queues of this pipeline, got "nowhere"',
    ]);
  });

  it('must answer something that the consumer publishes', () => {
    expect(faultsOf(withPricing({ repliesTo: ['parcels', 'ledger'] }))).toEqual([
      'consumer "pricing" replies to "ledger", which answers nothing that it publishes',
    ]);
  });

  it('must have somebody who sends what they answer', () => {
    const answers = [...parcels.answers, ParcelPriced];
    const changed = { ...quotes, queues: { ...queues, parcels: { ...parcels, answers } } } as PipelineDefinition;

    expect(faultsOf(changed)).toContain(
      'queue "parcels" answers "parcel.priced", which no consumer that replies to it publishes',
    );
  });
});
