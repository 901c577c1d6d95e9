// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ATTACK_JUDGE_H
#define IOMT_ATTACK_JUDGE_H

#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/// What came of one attack.
struct AttackOutcome
{
    std::string name;
    uint64_t accepted{0}; //!< messages of the attacker taken for genuine
    uint64_t detected{0}; //!< messages of the attacker refused
    std::optional<Time> firstAttempt;
    std::optional<Time> lastAttempt;
    std::optional<Time> firstDetection;

    /// @return from the first attempt to the first refusal [ms]; nothing if there was none
    std::optional<double> TimeToDetectMs() const;
};

/**
 * @brief Counts, by ground truth, what victims took for genuine and what they refused.
 */
class AttackJudge
{
  public:
    /// @param id number the attack marks its packets with @param name in the scenario
    void Enter(uint32_t id, const std::string& name);
    /// @param id of the attack @param now time of an attempt
    void Attempt(uint32_t id, Time now);
    /// @param id of the attack whose message was accepted
    void Accept(uint32_t id);
    /// @param id of the attack whose message was refused @param now when
    void Detect(uint32_t id, Time now);
    /// @return outcomes by attack number
    const std::map<uint32_t, AttackOutcome>& Outcomes() const;

  private:
    std::map<uint32_t, AttackOutcome> m_outcomes;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ATTACK_JUDGE_H
