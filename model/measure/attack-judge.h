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
    bool keepsContent{false}; //!< sends only what genuine senders said
    uint64_t accepted{0};     //!< messages of the attacker taken for genuine
    uint64_t detected{0};     //!< messages of the attacker refused
    uint64_t delayed{0};      //!< genuine readings that came by the attacker's copy alone
    std::optional<Time> firstAttempt;
    std::optional<Time> lastAttempt;
    std::optional<Time> firstDetection;

    /// @return from the first attempt to the first refusal [ms]; nothing if there was none
    std::optional<double> TimeToDetectMs() const;
};

/**
 * @brief Counts, by ground truth, what victims took for genuine and what they refused.
 *
 * A copy of a genuine message is accepted where it is taken a second time. One that arrives instead
 * of the original, which was lost or refused, is authentic and new to the victim: the reading is
 * delivered, late, and counted as delayed.
 */
class AttackJudge
{
  public:
    /**
     * @param id number the attack marks its packets with
     * @param name in the scenario
     * @param keepsContent whether it sends only what genuine senders said
     */
    void Enter(uint32_t id, const std::string& name, bool keepsContent);
    /// @param id of the attack @param now time of an attempt
    void Attempt(uint32_t id, Time now);
    /**
     * @brief A victim took a message for genuine.
     * @param id of the attack whose message it was
     * @param deliveredBefore whether the reading in it had arrived already
     * @return whether the message delivers the reading
     */
    bool Accept(uint32_t id, bool deliveredBefore);
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
