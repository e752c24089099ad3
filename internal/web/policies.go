package web

import (
	"tripol/internal/actor"
	"tripol/internal/household"
	"tripol/internal/people"
)

var (
	anyone   = Policy{Public: true}
	signedIn = Policy{SignedIn: true}
	phones   = Policy{SignedIn: true, Phone: true, Push: true, PhoneOnly: true}
)

func only(roles ...actor.Role) Policy { return Policy{SignedIn: true, Roles: roles} }

// Policies, named after the right.
var (
	exceptionReaders = only(actor.Administrator, actor.ProtectionOfficer, actor.Coordinator, actor.Storekeeper,
		actor.Auditor)
	stockReaders     = only(actor.Storekeeper, actor.Coordinator, actor.Auditor)
	recorders        = only(actor.OutreachWorker, actor.Coordinator)
	cardReaders      = only(actor.OutreachWorker, actor.Distributor, actor.Coordinator)
	distributors     = only(actor.Distributor, actor.Coordinator)
	planReaders      = only(actor.Coordinator, actor.Distributor, actor.Auditor)
	rankReaders      = only(actor.Coordinator, actor.Auditor)
	coordinators     = only(actor.Coordinator)
	donationReaders  = only(actor.Treasurer, actor.Coordinator, actor.Auditor)
	managers         = only(actor.Administrator, actor.Coordinator)
	officers         = only(actor.ProtectionOfficer)
	positionReaders  = only(actor.Coordinator, actor.ProtectionOfficer)
	visitReaders     = only(household.VisitReaders...)
	complaintErasers = only(household.Erasers...)
	grievanceReaders = only(actor.Coordinator, actor.ProtectionOfficer)
	situationReaders = only(actor.Coordinator, actor.Auditor, actor.Storekeeper, actor.OutreachWorker, actor.Distributor)
	summaryReaders   = only(actor.OutreachWorker, actor.Coordinator, actor.Auditor)
	administrators   = only(actor.Administrator)
	importers        = only(actor.Administrator, actor.Coordinator)
	phoneReaders     = only(people.PhoneReaders...)
	// familyReaders may open a family and its history: outreach workers, and the roles that supervise the data.
	familyReaders = only(household.HistoryReaders...)
	erasers       = only(append([]actor.Role{actor.Coordinator}, household.Erasers...)...)
)
