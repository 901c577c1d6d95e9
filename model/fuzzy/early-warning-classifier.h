// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_EARLY_WARNING_CLASSIFIER_H
#define IOMT_EARLY_WARNING_CLASSIFIER_H

#include "rule-base.h"
#include "warning-score.h"

namespace ns3::iomt
{

/**
 * @brief The early-warning score without steps: the bands of NEWS2 as fuzzy terms.
 *
 * In the middle of every band a vital sign has the points of NEWS2, and at the border of two bands
 * the mean of both; in between they rise or fall steadily (data/rules/early-warning.fcl). So the
 * order of patients is that of NEWS2, and a beat more or less a minute moves the score little.
 */
class EarlyWarningClassifier : public WarningScore
{
  public:
    /** @throws FclError when rulesFolder/early-warning.fcl cannot be read or does not fit */
    explicit EarlyWarningClassifier(const ClassifierSettings& settings);

    std::string Name() const override;

  protected:
    std::vector<double> Points(const std::vector<std::optional<double>>& values) override;

  private:
    RuleBase m_rules;
};

} // namespace ns3::iomt

#endif // IOMT_EARLY_WARNING_CLASSIFIER_H
