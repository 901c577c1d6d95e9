// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ANONYMITY_JUDGE_H
#define IOMT_ANONYMITY_JUDGE_H

#include "ns3/anonymiser.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// What anonymising cost and what it was good for.
struct AnonymityOutcome
{
    uint64_t published{0};       //!< tuples that left with their cluster
    uint64_t reused{0};          //!< tuples that left with ranges published before
    uint64_t suppressed{0};      //!< tuples that never left
    uint64_t unreadable{0};      //!< readings that the anonymiser had no key for
    uint64_t received{0};        //!< tuples that arrived at the insurer's
    std::vector<double> delayMs; //!< of each that left, what CASTLE added
    double lossSum{0};           //!< of those that left, each 0 to 1
    double linkageSum{0};        //!< of those that left, chance to name the person
    double rawLinkageSum{0};     //!< the same, had the quasi-identifiers been left as they are

    /// @return tuples that left for the insurer
    uint64_t Left() const
    {
        return published + reused;
    }
};

/**
 * @brief Knows who a published tuple is about, and measures how well that is hidden.
 *
 * The adversary knows the quasi-identifiers of everybody, and takes one at random of those that
 * the published ranges cover: the chance to be right is one by their number. Knowledge of when a
 * person was measured is not assumed.
 */
class AnonymityJudge
{
  public:
    /// @param person name @param quasi what the adversary knows of the person
    void Enter(const std::string& person, const std::vector<double>& quasi);
    /// @param tuple that left the anonymiser or was suppressed
    void Leave(const AnonymisedTuple& tuple);
    /// A reading was not readable to the anonymiser.
    void Refuse();
    /// A tuple arrived at the insurer's.
    void Receive();

    /// @param ranges published @return how many persons they cover
    uint64_t Candidates(const CastleRanges& ranges) const;
    const AnonymityOutcome& Outcome() const;

  private:
    std::map<std::string, std::vector<double>> m_persons;
    AnonymityOutcome m_outcome;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ANONYMITY_JUDGE_H
