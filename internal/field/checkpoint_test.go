package field_test

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"testing"

	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/phonedata/reply"
	"tripol/internal/testkit"
)

// proven is the content of a checkpoint whose signature was verified with the key from the phone's enrolment.
func (p *phone) proven(c field.Checkpoint) (s reply.Statement) {
	p.Helper()
	if !ed25519.Verify(p.door.Keys.Public(), append([]byte("tripol checkpoint 1\n"), c.Statement...), c.Signature) {
		p.Error("the checkpoint's signature does not hold")
	}
	if ed25519.Verify(p.door.Keys.Public(), c.Statement, c.Signature) {
		p.Error("a checkpoint's signature is good for a manifest")
	}
	if err := json.Unmarshal(c.Statement, &s); err != nil {
		p.Fatal(err)
	}
	return s
}

func heldComputation(s reply.Statement) string {
	return fmt.Sprintf(`{"protocol":1,"seen":{"epoch":%d,"seq":%d,"hash":%q},"records":[]}`, s.Epoch.Number, s.Head.Seq, s.Head.Hash)
}

// Each answer carries the signed head of the order. A phone that holds one the order never had finds out, and so does
// the office: a database was put back past the program, which would have opened a new epoch.
func TestAnOrderThatWasPutBackIsFoundOut(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := &site{phone: p}
		told := func() int { return p.count("exception WHERE kind = 'order_differs'") }
		p.push(envelope(p.record(), p.record()))
		s.seal()
		before := p.proven(p.pushAs(p.Phone, `{"protocol":1,"records":[]}`).Checkpoint)
		if before.Head != (reply.Head{Seq: int64(p.count("seal")), Hash: before.Head.Hash}) || before.Head.Hash == "" {
			t.Fatalf("the head is %+v", before.Head)
		}
		if answer := p.pushAs(p.Phone, heldComputation(before)); answer.Seen == nil || *answer.Seen != journal.Head(before.Head) || told() != 0 {
			t.Errorf("nothing changed, and the phone is told %+v, the office %d times", answer.Seen, told())
		}

		testkit.Unguard(t, p.options, "seal")
		testkit.AsOwner(t, p.options, fmt.Sprintf("DELETE FROM seal WHERE seq = %d", before.Head.Seq))
		for range 2 { // lower than the phone's cursor; one exception is raised
			answer := p.pushAs(p.Phone, heldComputation(before))
			if answer.Seen == nil || answer.Seen.Hash != "" || told() != 1 {
				t.Errorf("put back, and the phone is told %+v, the office %d times", answer.Seen, told())
			}
		}
		p.push(envelope(p.record(), p.record()))
		s.seal()
		answer := p.pushAs(p.Phone, heldComputation(before)) // grown past it since: only the hash tells
		if answer.Seen == nil || answer.Seen.Seq != before.Head.Seq || answer.Seen.Hash == before.Head.Hash {
			t.Errorf("grown past it, and the phone is told %+v", answer.Seen)
		}
		if _, err := p.door.Since(t.Context(), p.Phone, 1, journal.Head(before.Head)); !fault.Is(err, "epoch_changed") {
			t.Errorf("the feed goes on from a place that is no more: %v", err)
		}
		// The control: without the hash the cursor is accepted, and the entries sealed there are skipped.
		if _, err := p.door.Since(t.Context(), p.Phone, 1, journal.Head{Seq: before.Head.Seq}); err != nil {
			t.Errorf("a cursor without a hash: %v", err)
		}
		if answer := p.pushAs(p.Phone, heldComputation(reply.Statement{Epoch: reply.Epoch{Number: 7}, Head: before.Head})); answer.Seen != nil {
			t.Errorf("another epoch was compared: %+v", answer.Seen)
		}
	})
}

// What a phone says it saw has a shape like all else.
func TestAMalformedSeenIsRefused(t *testing.T) {
	onBoth(t, func(p *phone) {
		_, err := p.door.Push(t.Context(), p.Phone, []byte(`{"protocol":1,"seen":[1],"records":[]}`))
		if f := fault.Of(err); f == nil || f.Code != "wrong_type" || f.Path != "/seen" {
			t.Errorf("%v", err)
		}
	})
}
