// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_INSULIN_CLASSIFIER_H
#define IOMT_INSULIN_CLASSIFIER_H

#include "classifier.h"
#include "glucose-trend.h"
#include "rule-base.h"

namespace ns3::iomt
{

/**
 * @brief Mamdani advice on the rate of an insulin pump, from glucose and its trend.
 *
 * The score is the rate [units/h], 0 to 5; labels `none`, `basal`, `more`, `most`. It raises no
 * alarm: classifier `glucose` does. Rules are those of data/rules/insulin.fcl, an example.
 */
class InsulinClassifier : public Classifier
{
  public:
    /** @throws FclError when rulesFolder/insulin.fcl cannot be read, or lacks an input or output */
    explicit InsulinClassifier(const ClassifierSettings& settings);

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;

  private:
    RuleBase m_rules;
    GlucoseTrend m_trend;
};

} // namespace ns3::iomt

#endif // IOMT_INSULIN_CLASSIFIER_H
