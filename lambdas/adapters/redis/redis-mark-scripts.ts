/**
 * Claims a mark that is free: it is not there, or its lease is over and its payload is the same, or it is unchanged
 * since its attempt was seen. Answers nothing when it was claimed, else the mark as it is.
 */
export const takeMark = `
local attempt, schema, fingerprint = ARGV[1], ARGV[2], ARGV[3]
local horizon, seen = tonumber(ARGV[5]), ARGV[7]
if redis.call('EXISTS', KEYS[1]) == 1 then
  local mark = redis.call('HMGET', KEYS[1], 'attempt', 'fingerprint', 'leaseUntil')
  local over = mark[3] and tonumber(mark[3]) <= horizon
  local same = not mark[2] or mark[2] == fingerprint
  if seen ~= '' then same = mark[1] == seen end
  if not (over and same) then return redis.call('HGETALL', KEYS[1]) end
  redis.call('DEL', KEYS[1])
end
redis.call('HSET', KEYS[1], 'attempt', attempt, 'schema', schema, 'fingerprint', fingerprint, 'done', '0',
  'leaseUntil', ARGV[4], 'expiresAt', ARGV[6])
redis.call('EXPIREAT', KEYS[1], ARGV[6])
return {}
`;

/** Moves the end of an own lease. */
export const extendMark = `
local mark = redis.call('HMGET', KEYS[1], 'attempt', 'done')
if mark[1] ~= ARGV[1] or mark[2] ~= '0' then return 0 end
redis.call('HSET', KEYS[1], 'leaseUntil', ARGV[2])
return 1
`;

/** Ends an own mark with its result; without a lease that could pass, nobody claims it again. */
export const completeMark = `
if redis.call('HGET', KEYS[1], 'attempt') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'done', '1', 'result', ARGV[2])
redis.call('HDEL', KEYS[1], 'leaseUntil')
return 1
`;

/** Ends an own lease at once, for whatever payload comes next. */
export const releaseMark = `
local mark = redis.call('HMGET', KEYS[1], 'attempt', 'done')
if mark[1] ~= ARGV[1] or mark[2] ~= '0' then return 0 end
redis.call('HSET', KEYS[1], 'leaseUntil', '0')
redis.call('HDEL', KEYS[1], 'fingerprint')
return 1
`;
