// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TREATMENTS_H
#define IOMT_TREATMENTS_H

#include "ns3/care-event.h"
#include "ns3/care-rules.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief Which steps of care are done against which kinds of episodes.
 *
 * What a care rule prescribes and commands is done against what the rule `treats`: a medicine when
 * the patient has picked it up, a command when it was executed. A look is no treatment: `rate` and
 * `stream` are done against nothing.
 */
class Treatments
{
  public:
    Treatments() = default;
    /**
     * @param rules of the doctor
     * @param gatewayCommand what a command to a gateway is unless the rule says so itself
     */
    Treatments(const CareRules& rules, const std::string& gatewayCommand);

    /// @param event a step of care @return kinds of episodes it is done against, sorted
    std::vector<std::string> Of(const CareEvent& event) const;

  private:
    std::map<std::string, std::set<std::string>> m_medicines; //!< kinds by name
    std::map<std::string, std::set<std::string>> m_commands;  //!< kinds by name
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TREATMENTS_H
