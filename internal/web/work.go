package web

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// Queue is a list of work that waits for people in the office.
type Queue string

// The queues.
const (
	queueSecondGrades Queue = "second_grades"
	queueExceptions   Queue = "exceptions"
	queueComplaints   Queue = "complaints"
	queuePlans        Queue = "plans"
	queueArrivals     Queue = "arrivals"
	queueLateWaybills Queue = "late_waybills"
	queueSilentPhones Queue = "silent_phones"
	queuePending      Queue = "pending"
	queueWritten      Queue = "written_places"
	queueWithdrawals  Queue = "withdrawals"
)

// mostCounted bounds the counting of a queue: who has more than this to do needs no exact number, and a count of many
// is not cheap.
const mostCounted = 50

// workQueue is a queue with the roles whose work it is. Its count is of the rows that its page offers the reader to
// decide, in their areas; it counts at most one row more than it is asked for.
type workQueue struct {
	name  Queue
	roles []actor.Role
	count func(c *call, tx *db.Tx, most int) (int64, error)
}

var workQueues = []workQueue{
	{queuePlans, []actor.Role{actor.Coordinator}, func(_ *call, tx *db.Tx, most int) (int64, error) {
		return distribution.CountPlanned(tx, most)
	}},
	{queueSecondGrades, household.Recorders, func(_ *call, tx *db.Tx, most int) (int64, error) {
		return damage.CountUnverified(tx, damage.Filter{ToConfirm: true}, most)
	}},
	{
		queueExceptions, append([]actor.Role{actor.Coordinator}, journal.Guardians...),
		func(_ *call, tx *db.Tx, most int) (int64, error) { return journal.CountOpen(tx, most) },
	},
	{
		queueComplaints,
		[]actor.Role{actor.Coordinator, actor.ProtectionOfficer},
		func(_ *call, tx *db.Tx, most int) (int64, error) { return grievance.CountOpen(tx, most) },
	},
	{queueArrivals, goodsMovers, func(c *call, tx *db.Tx, most int) (int64, error) {
		return stock.CountInTransit(tx, stock.Arriving, c.server.lateDays(), most)
	}},
	{queueLateWaybills, goodsMovers, func(c *call, tx *db.Tx, most int) (int64, error) {
		return stock.CountInTransit(tx, stock.Overdue, c.server.lateDays(), most)
	}},
	{queueSilentPhones, managers.Roles, func(_ *call, tx *db.Tx, most int) (int64, error) {
		return people.CountSilent(tx, most)
	}},
	{queuePending, actor.Roles, func(_ *call, tx *db.Tx, _ int) (int64, error) { return people.CountPending(tx) }},
	{queueWritten, household.Placers, func(_ *call, tx *db.Tx, most int) (int64, error) {
		return household.CountWritten(tx, most)
	}},
	{queueWithdrawals, household.Erasers, func(_ *call, tx *db.Tx, most int) (int64, error) {
		return household.CountWithdrawals(tx, most)
	}},
}

// goodsMovers are the roles that send and accept goods.
var goodsMovers = []actor.Role{actor.Storekeeper, actor.Coordinator}

var _ = form.Set("work_queue", queueNames()...)

func queueNames() (names []Queue) {
	for _, q := range workQueues {
		names = append(names, q.name)
	}
	return names
}

// WorkView is the work that waits for the reader: the queues of their roles, those without any included.
type WorkView struct {
	Queues    []QueueView `json:"queues" nullable:"false"`
	CountedAt db.Instant  `json:"counted_at"`
}

// QueueView is a queue with the number that waits for the reader. More: it is at least that many.
type QueueView struct {
	Queue Queue `json:"queue" set:"work_queue"`
	Count int64 `json:"count"`
	More  bool  `json:"more"`
}

func countWork(c *call) (out WorkView, err error) {
	out.Queues = []QueueView{}
	return out, c.read(func(tx *db.Tx) error {
		out.CountedAt = tx.Now
		for _, queue := range workQueues {
			if !tx.Actor.Has(queue.roles...) {
				continue
			}
			n, err := queue.count(c, tx, mostCounted+1)
			if err != nil {
				return err
			}
			out.Queues = append(out.Queues, QueueView{Queue: queue.name, Count: min(n, mostCounted), More: n > mostCounted})
		}
		return nil
	})
}

// lateDays is after how many days without acceptance a waybill is late.
func (s *Server) lateDays() int {
	if s.LateWaybillDays > 0 {
		return s.LateWaybillDays
	}
	return stock.DefaultLateDays
}

// waybillsInTransit returns the waybills on a way. There are few: the list has one page.
func waybillsInTransit(tx *db.Tx, way stock.Way, days int) ([]stock.Waybill, error) {
	if err := tx.Actor.Must(goodsMovers...); err != nil {
		return nil, err
	}
	if !slices.Contains([]stock.Way{stock.Arriving, stock.Overdue}, way) {
		return nil, fault.Field("/way", "not_offered", "This is not one of the choices.")
	}
	return stock.InTransit(tx, way, days, deskRows)
}
