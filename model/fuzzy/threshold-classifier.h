// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_THRESHOLD_CLASSIFIER_H
#define IOMT_THRESHOLD_CLASSIFIER_H

#include "classifier.h"

#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief The simplest alarm: a value beyond its limit, reading by reading, without any memory.
 *
 * The limits are in data/rules/threshold.json. Labels `within` and `beyond`; the score counts the
 * inputs that are beyond a limit, and one is enough to be urgent. What noise at the sensor makes of
 * it, false alarms and missed ones, is the reason to compare it with the others.
 */
class ThresholdClassifier : public Classifier
{
  public:
    /**
     * @throws std::invalid_argument when rulesFolder/threshold.json cannot be read or understood,
     *         naming the file and the place
     */
    explicit ThresholdClassifier(const ClassifierSettings& settings);

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;

  private:
    struct Limits
    {
        std::string input;
        std::string unit;
        double low;
        double high;
    };

    std::vector<Limits> m_limits;
};

} // namespace ns3::iomt

#endif // IOMT_THRESHOLD_CLASSIFIER_H
