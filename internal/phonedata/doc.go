// Package phonedata holds the contract for data on phones: one package for each version of the protocol, and one of the
// responses to pushes. They have structs only, which package field fills.
package phonedata
