import { createKafkajsSend } from '../kafka/kafkajs-send.ts';
import { kafkaForwarding } from './kafka-forwarding.ts';

/** Forwarding from functions to topics of Kafka, through the client that loads fast. */
export const forwardToKafka = kafkaForwarding(createKafkajsSend);
