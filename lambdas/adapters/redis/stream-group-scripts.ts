/** Claims idle entries, and says how often each was delivered, which XAUTOCLAIM keeps to itself. */
export const claimScript = `
local group, consumer = ARGV[1], ARGV[2]
local claimed = redis.call('XAUTOCLAIM', KEYS[1], group, consumer, ARGV[3], ARGV[4], 'COUNT', ARGV[5])
local counts = {}
for i, entry in ipairs(claimed[2]) do
  local pending = redis.call('XPENDING', KEYS[1], group, entry[1], entry[1], 1)
  counts[i] = pending[1] and pending[1][4] or 1
end
return {claimed[1], claimed[2], counts, claimed[3] or {}}
`;

/** Sets count and idle time of entries that are still this consumer's; answers the ids of the others. */
export const keepScript = `
local group, consumer = ARGV[1], ARGV[2]
local lost = {}
for i = 3, #ARGV, 3 do
  local id, receives, idle = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if #redis.call('XPENDING', KEYS[1], group, id, id, 1, consumer) == 0 then
    lost[#lost + 1] = id
  else
    redis.call('XCLAIM', KEYS[1], group, consumer, 0, id, 'IDLE', idle, 'RETRYCOUNT', receives, 'JUSTID')
  end
end
return lost
`;

/**
 * Hands entries to a consumer that never reads, where anyone may claim them once they are idle for long enough.
 *
 * A consumer may only be deleted when it holds nothing: what is pending for it would be gone with it.
 */
export const giveBackScript = `
local group, consumer, everything = ARGV[1], ARGV[2], ARGV[3] == 'everything'
local known = {}
for i = 4, #ARGV, 3 do known[ARGV[i]] = {ARGV[i + 1], ARGV[i + 2]} end
local function back(id, receives, idle)
  redis.call('XCLAIM', KEYS[1], group, 'given-back', 0, id, 'IDLE', idle, 'RETRYCOUNT', receives, 'JUSTID')
end
if not everything then
  for id, state in pairs(known) do
    if #redis.call('XPENDING', KEYS[1], group, id, id, 1, consumer) == 1 then back(id, state[1], state[2]) end
  end
  return 0
end
local most = 10000
local rows = redis.call('XPENDING', KEYS[1], group, '-', '+', most, consumer)
for _, row in ipairs(rows) do
  local state = known[row[1]] or {math.max(0, row[4] - 1), 2147483647}
  back(row[1], state[1], state[2])
end
if #rows < most then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], group, consumer) end
return #rows
`;
