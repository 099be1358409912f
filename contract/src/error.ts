import { type Static, Type } from 'typebox';
import { Shape } from './shape.ts';

/** Every answer that is not a success. `code` is stable; `message` says what went wrong and what to do. */
export const ErrorAnswer = Shape({
  error: Shape({
    code: Type.String(),
    message: Type.String(),
    details: Type.Optional(Type.Unknown()),
  }),
});
export type ErrorAnswer = Static<typeof ErrorAnswer>;
