package accounts

var EntryOfPerson = entryOfPerson
