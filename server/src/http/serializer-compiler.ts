import buildSerializer from 'fast-json-stringify';
import type { FastifySerializerCompiler } from 'fastify';

/** Serialises answers as the contract says: what it does not name stays out. */
export const compileSerializer: FastifySerializerCompiler<object> = ({ schema }) => {
  // Most endpoints are not called for hours, and what is compiled takes memory.
  let serialize: ((answer: unknown) => string) | undefined;
  return (answer: unknown) => {
    serialize ??= buildSerializer(schema);
    return serialize(answer);
  };
};
