package people

import (
	"crypto/sha256"
	"math"
	"slices"
	"sync"
	"time"

	"tripol/internal/fault"
)

// Rate limits of password guessing. Outsiders come neither from a browser, a phone nor an address range that has signed
// in to the account before. B59 requires fewer than ten guesses per minute and account: one range has its first guess
// and eight more; all ranges together have eight more per minute, and a hundred first guesses per hour.
const (
	freeTries       = 5                // wrong passwords of one source for one account without a wait
	firstWait       = 4 * time.Second  // doubled with each further failure
	longestWait     = 30 * time.Minute //
	forgetAfter     = 24 * time.Hour   // since the last failure of a source
	outsiderGuesses = 8                // per minute, by all ranges that have failed for an account
	firstGuesses    = 100              // per hour, by ranges that have not failed for it yet
	// Thirty workers behind one address mistype names and passwords; trying one password with many names is limited. A
	// success refunds the cost of its own errors, and a little more.
	loginsAtOnce   = 60          // names without success per range (burst)
	loginEvery     = time.Minute // refill of one
	creditOfComing = 2           // names, for the first success of an account in a range

	// A code has 55 bits and a check symbol that detects nearly all typing errors; codes of yesterday's sheet pass the
	// check.
	freeCodes   = 150         // unknown codes of one range without a wait
	longestCode = time.Minute // maximum wait
	forgetCodes = 10 * time.Minute

	sourcesKept  = 1 << 16
	accountsKept = 1 << 14
	rangesKept   = 1 << 14
)

// digest identifies a login, a browser or a range in memory, in fixed size.
type digest [16]byte

func digestOf(text string) (d digest) {
	sum := sha256.Sum256([]byte(text))
	copy(d[:], sum[:])
	return d
}

// standing is how a source is known to an account.
type standing int

const (
	outsider standing = iota
	knownRange
	knownBrowser // or phone
)

// attempt is a sign-in attempt before the password is compared.
type attempt struct {
	at       time.Time
	login    digest
	network  digest // of the address range
	browser  digest // of a known browser or phone
	standing standing
}

type sourceKey struct {
	standing    standing
	who, login  digest
	invitations bool
	factor      bool
}

// failures counts the failed attempts of one source, including pending ones.
type failures struct {
	count       int
	last, until time.Time
}

// account counts outsiders' guesses for one login.
type account struct {
	minute []time.Time // guesses of the last minute by ranges that have failed before, oldest first
	first  bucket
}

// throttle counts failures in memory of fixed size: a flood writes nothing to the database, and evicts the least
// recently used.
type throttle struct {
	mu       sync.Mutex
	sources  *lru[sourceKey, failures]
	accounts *lru[digest, account]
	ranges   *lru[digest, bucket] // of names without success
	open     map[digest]int       // pending attempts per range: at most as many as the hash queue holds
}

func newThrottle() *throttle {
	return &throttle{
		sources: newLRU[sourceKey, failures](sourcesKept), accounts: newLRU[digest, account](accountsKept),
		ranges: newLRU[digest, bucket](rangesKept), open: map[digest]int{},
	}
}

// guess is an admitted attempt. It counts as a failure until succeeded or withdrawn is called.
type guess struct {
	attempt
	throttle *throttle
	key      sourceKey
	before   failures
	first    bool // charged to the account's first guesses
	shared   bool // charged to the account's guesses of the minute
	turn     priority
}

// admit counts an attempt, or rejects it with `login_throttled` and retry_after_seconds. It counts before the password
// is compared, so that concurrent guesses are counted too.
func (t *throttle) admit(a attempt) (*guess, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	g := &guess{attempt: a, throttle: t, key: sourceKey{standing: a.standing, who: a.network, login: a.login}}
	if a.standing == knownBrowser {
		g.key.who = a.browser
	}
	g.before = t.failuresOf(g.key, a.at, forgetAfter)
	if wait := g.before.wait(a.at, freeTries); wait > 0 {
		return nil, throttled(wait)
	}
	if a.standing == outsider {
		if wait := t.chargeOutsider(g); wait > 0 {
			return nil, throttled(wait)
		}
	}
	if a.standing == outsider {
		g.turn = t.turnOf(a.network, a.at)
	}
	t.open[a.network]++
	t.sources.put(g.key, g.before.plusOne(a.at, waitAfter(g.before.count+1)))
	return g, nil
}

// chargeOutsider charges an outsider's guess to its range and account, or returns the wait.
func (t *throttle) chargeOutsider(g *guess) time.Duration {
	newLogin := g.before.count == 0
	if newLogin {
		if wait := t.rangeOf(g.network, g.at).wait(loginEvery); wait > 0 {
			return wait
		}
	}
	counted, found := t.accounts.get(g.login)
	if !found {
		counted.first = fullBucket(firstGuesses, g.at)
	}
	counted.first = counted.first.refilled(g.at, firstGuesses, time.Hour/firstGuesses)
	counted.minute = since(counted.minute, g.at.Add(-time.Minute))
	switch {
	case newLogin && counted.first.tokens >= 1:
		counted.first.tokens--
		g.first = true
	case len(counted.minute) < outsiderGuesses:
		counted.minute = append(counted.minute, g.at)
		g.shared = true
	default:
		return counted.minute[0].Add(time.Minute).Sub(g.at)
	}
	t.accounts.put(g.login, counted)
	return 0
}

// turnOf returns the priority of an outsider's hash: higher for a range without failures, one attempt at a time.
func (t *throttle) turnOf(network digest, at time.Time) priority {
	if t.open[network] == 0 && t.rangeOf(network, at).tokens >= loginsAtOnce {
		return hashFirst
	}
	return hashOutsider
}

// close ends a pending attempt of a range.
func (t *throttle) close(network digest) {
	if t.open[network]--; t.open[network] <= 0 {
		delete(t.open, network)
	}
}

func (t *throttle) rangeOf(network digest, at time.Time) bucket {
	b, found := t.ranges.get(network)
	if !found {
		return fullBucket(loginsAtOnce, at)
	}
	return b.refilled(at, loginsAtOnce, loginEvery)
}

func (t *throttle) failuresOf(key sourceKey, at time.Time, forget time.Duration) failures {
	f, found := t.sources.get(key)
	if !found || at.Sub(f.last) > forget {
		return failures{}
	}
	return f
}

// failed records the guess as a failure. The first failure of a name is charged to its range.
func (g *guess) failed() {
	g.throttle.mu.Lock()
	defer g.throttle.mu.Unlock()
	g.throttle.close(g.network)
	if g.standing != outsider || g.before.count > 0 {
		return
	}
	b := g.throttle.rangeOf(g.network, g.at)
	b.tokens--
	g.throttle.ranges.put(g.network, b)
}

// succeeded clears the failures of the source and refunds their cost to its range.
func (g *guess) succeeded() {
	t := g.throttle
	t.mu.Lock()
	defer t.mu.Unlock()
	t.close(g.network)
	t.sources.remove(g.key)
	g.giveBack()
	if g.standing != outsider {
		return
	}
	if b, found := t.ranges.get(g.network); found {
		back := float64(creditOfComing)
		if g.before.count > 0 {
			back++
		}
		b = b.refilled(g.at, loginsAtOnce, loginEvery)
		b.tokens = min(b.tokens+back, loginsAtOnce)
		t.ranges.put(g.network, b)
	}
}

// withdrawn refunds an attempt whose password was not compared.
func (g *guess) withdrawn() {
	t := g.throttle
	t.mu.Lock()
	defer t.mu.Unlock()
	t.close(g.network)
	f, found := t.sources.get(g.key)
	if found && f.count > 1 {
		f.count, f.until = f.count-1, g.before.until
		t.sources.put(g.key, f)
	} else {
		t.sources.remove(g.key)
	}
	g.giveBack()
}

// giveBack refunds the guess to its account.
func (g *guess) giveBack() {
	counted, found := g.throttle.accounts.get(g.login)
	if !found {
		return
	}
	if g.first {
		counted.first.tokens = min(counted.first.tokens+1, firstGuesses)
	}
	if g.shared {
		counted.minute = without(counted.minute, g.at)
	}
	g.throttle.accounts.put(g.login, counted)
}

// admitCode counts an attempt to open an invitation, or rejects it. It returns the priority of its hash.
func (t *throttle) admitCode(network digest, at time.Time) (turn priority, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := sourceKey{who: network, invitations: true}
	f := t.failuresOf(key, at, forgetCodes)
	if wait := f.wait(at, freeCodes); wait > 0 {
		return 0, throttled(wait)
	}
	t.sources.put(key, f.plusOne(at, codeWaitAfter(f.count+1)))
	if f.count > 0 {
		return hashOutsider, nil
	}
	return t.turnOf(network, at), nil
}

// withdrawCode refunds an attempt whose code was not looked up.
func (t *throttle) withdrawCode(network digest) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := sourceKey{who: network, invitations: true}
	if f, found := t.sources.get(key); found && f.count > 0 {
		f.count--
		t.sources.put(key, f)
	}
}

// forgiveCodes clears the unknown codes of a range after a correct one.
func (t *throttle) forgiveCodes(network digest) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sources.remove(sourceKey{who: network, invitations: true})
}

func (f failures) wait(at time.Time, free int) time.Duration {
	if f.count <= free { // of two concurrent attempts the second may have the earlier time: the free ones never wait
		return 0
	}
	return f.until.Sub(at)
}

func (f failures) plusOne(at time.Time, wait time.Duration) failures {
	return failures{count: f.count + 1, last: at, until: at.Add(wait)}
}

// waitAfter returns the wait before the next attempt: none for the first few, then doubling up to the maximum.
func waitAfter(count int) time.Duration { return doubling(count-freeTries, firstWait, longestWait) }

func codeWaitAfter(count int) time.Duration {
	return doubling(count-freeCodes, 2*time.Second, longestCode)
}

func doubling(beyond int, first, longest time.Duration) time.Duration {
	if beyond <= 0 {
		return 0
	}
	return min(first<<min(beyond-1, 12), longest)
}

func throttled(wait time.Duration) error {
	return fault.New(fault.Throttled, "login_throttled", "Too many failed attempts. Wait and try again.").
		With("retry_after_seconds", int(math.Ceil(wait.Seconds())))
}

// since returns the times after from; all is sorted.
func since(all []time.Time, from time.Time) []time.Time {
	for len(all) > 0 && !all[0].After(from) {
		all = all[1:]
	}
	return all
}

// without returns the times except one of those equal to at.
func without(all []time.Time, at time.Time) []time.Time {
	for i, moment := range slices.Backward(all) {
		if moment.Equal(at) {
			return append(append([]time.Time(nil), all[:i]...), all[i+1:]...)
		}
	}
	return all
}

// bucket is a token bucket.
type bucket struct {
	tokens float64
	at     time.Time
}

func fullBucket(size float64, at time.Time) bucket { return bucket{tokens: size, at: at} }

// refilled adds the tokens since the last update, one per interval, up to the size.
func (b bucket) refilled(at time.Time, size float64, every time.Duration) bucket {
	if passed := at.Sub(b.at); passed > 0 {
		b.tokens = min(size, b.tokens+float64(passed)/float64(every))
		b.at = at
	}
	return b
}

// wait returns the time until a whole token is available.
func (b bucket) wait(every time.Duration) time.Duration {
	if b.tokens >= 1 {
		return 0
	}
	return time.Duration((1 - b.tokens) * float64(every))
}
