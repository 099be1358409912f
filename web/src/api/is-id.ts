/** Whether a part of an address may be an id of ours. */
export const isId = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);
