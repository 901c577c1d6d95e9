// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RULE_BASE_H
#define IOMT_RULE_BASE_H

#include "mamdani-engine.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief A rule file that a classifier decides by, checked against what the classifier feeds it.
 *
 * Whoever edits the file is free in terms and rules; inputs and outputs are the classifier's.
 */
class RuleBase
{
  public:
    /**
     * @param path of the rule file
     * @param inputs that the file must have, no more and no fewer; Infer() takes them in this order
     * @param outputs that the file must have, each with a DEFAULT; Infer() gives them in this order
     * @throws FclError when the file cannot be read or understood, or does not fit
     */
    RuleBase(const std::string& path,
             const std::vector<std::string>& inputs,
             const std::vector<std::string>& outputs);

    /**
     * @brief Runs the rules.
     * @param inputs a finite value for each input
     * @return a value for each output
     */
    std::vector<double> Infer(const std::vector<double>& inputs);

    /** @brief The term of an output that fits a value best. */
    const std::string& BestTerm(std::size_t output, double value) const;

  private:
    MamdaniEngine m_engine;
    std::vector<std::size_t> m_inputAt;  //!< in the file, by our order
    std::vector<std::size_t> m_outputAt; //!< likewise
    std::vector<double> m_in;            //!< in the order of the file
    std::vector<double> m_out;           //!< likewise
};

} // namespace ns3::iomt

#endif // IOMT_RULE_BASE_H
