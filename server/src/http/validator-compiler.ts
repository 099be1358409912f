import type { FastifySchemaCompiler } from 'fastify';
import { IsBoolean, IsInteger, IsObject, type TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/**
 * Checks what comes in against the contract. Bodies have to fit as they are; addresses carry text only, of which what reads
 * exactly as a whole number or a truth value is taken as one. Nothing is rounded, cut or guessed.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let validator: Validator | undefined;
  return (input: unknown) => {
    validator ??= Compile(schema);
    const value = httpPart === 'body' ? input : readParameters(schema, input as Record<string, unknown>);
    if (validator.Check(value)) return { value };
    return { error: validator.Errors(value) };
  };
};

function readParameters(schema: TSchema, input: Readonly<Record<string, unknown>>) {
  const properties = IsObject(schema) ? schema.properties : {};
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, readParameter(properties[name], value)]),
  );
}

function readParameter(schema: TSchema | undefined, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (IsInteger(schema) && /^-?(0|[1-9]\d*)$/.test(value)) return Number(value);
  if (IsBoolean(schema) && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
