package field

import (
	"time"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/phonedata/reply"
)

// Reply returns the response to a push in the structs that phones read.
func (a PushResponse) Reply() reply.Push {
	told := reply.Push{
		Protocol: Protocol, Now: a.Now.Time, Epoch: reply.Epoch(a.Epoch), BackedUpThrough: a.BackedUpThrough,
		SealKey: a.SealKey, Withdrawn: a.Withdrawn, Checkpoint: reply.Checkpoint(a.Checkpoint), Gaps: ranges(a.Gaps),
		Results: nonNil(convert(a.Results, outcomeReply)),
	}
	if a.Seen != nil {
		seen := reply.Head(*a.Seen)
		told.Seen = &seen
	}
	return told
}

func outcomeReply(o journal.Outcome) reply.Outcome {
	return reply.Outcome{
		Entry: o.Entry, Status: o.Status, Was: o.Was, Code: o.Code, Path: o.Path, Message: o.Message, Numbers: o.Numbers,
		Seq: o.Seq,
	}
}

func ranges(all []Range) [][2]int64 {
	return convert(all, func(r Range) [2]int64 { return r })
}

func timeOf(at *db.Instant) *time.Time {
	if at == nil {
		return nil
	}
	return &at.Time
}
