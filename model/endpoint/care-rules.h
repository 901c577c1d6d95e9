// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CARE_RULES_H
#define IOMT_CARE_RULES_H

#include "ns3/classifier.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A medication as a rule names it.
struct RuledMedication
{
    std::string name;   //!< as a person reads it
    std::string code;   //!< in the ATC classification of the WHO
    std::string dosage; //!< as a person reads it
};

/// A command as a rule names it; see Command.
struct RuledCommand
{
    std::string to;      //!< kind of a device of the patient, or "gateway"
    std::string command; //!< empty for a gateway: what the scenario has it switch
    std::optional<double> value;
};

/// What a doctor does about an alarm.
struct CareRule
{
    std::string name;
    Alarm alarm{Alarm::URGENT};           //!< this or worse
    std::vector<std::string> classifiers; //!< that raised it; none: any
    std::vector<std::string> labels;      //!< it was raised with; none: any
    std::vector<std::string> because;     //!< one of these is in its reason; none: whatever it is
    std::optional<RuledMedication> prescribe;
    std::vector<RuledCommand> commands;
    std::vector<std::string> treats; //!< kinds of episodes it is meant against

    /// @param classification an alarm @return whether this rule is about it
    bool IsAbout(const Classification& classification) const;
};

/**
 * @brief The rules a doctor decides by: a file of data/care, so that a clinician's rules are data.
 *
 * Of the rules the first one that is about an alarm counts.
 */
class CareRules
{
  public:
    /**
     * @param nameOrPath name of a file in data/care, or a path that ends in .json
     * @return the rules
     * @throws ProfileError naming file, key and what is allowed
     */
    static CareRules Load(const std::string& nameOrPath);
    /**
     * @param json the content of such a file
     * @param origin what to call it in errors
     * @return the rules
     * @throws ProfileError as Load()
     */
    static CareRules Parse(const nlohmann::json& json, const std::string& origin);

    /// @param classification an alarm @return what to do about it, null: nothing
    const CareRule* Find(const Classification& classification) const;
    /// @return all rules, in their order
    const std::vector<CareRule>& All() const;

  private:
    std::vector<CareRule> m_rules;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CARE_RULES_H
