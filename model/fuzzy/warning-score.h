// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_WARNING_SCORE_H
#define IOMT_WARNING_SCORE_H

#include "classifier.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A row of the chart of the National Early Warning Score 2. */
struct WarningSign
{
    std::string name;    //!< the input
    std::string unit;    //!< of its values
    double stepsPerUnit; //!< the chart has whole numbers (1) or tenths (10)
    bool byHand;         //!< observed now and then, rather than by a sensor that stays on
    std::string words;   //!< what its points mean to a reader; empty: the value says it
};

/** @brief The seven rows: respiration, spo2, oxygen, systolic, pulse, consciousness, temperature.
 */
const std::vector<WarningSign>& WarningSigns();

/**
 * @brief Base of the early-warning scores: points for each vital sign, added up.
 *
 * A child says how many points a value has, 0 to 3. What is not measured or stale adds nothing, so
 * the score is a lower bound of the bedside one. What is observed by hand (blood pressure,
 * consciousness, supplemental oxygen) counts for an hour, the longest that a patient with an urgent
 * score may go without a new set of observations; the rest for ClassifierSettings::stalenessS.
 *
 * | score of whole points     | cut here      | label        | alarm     |
 * |---------------------------|---------------|--------------|-----------|
 * | 0-4, no 3                 |               | `low`        | none      |
 * | 3 in one vital sign, to 4 | one above 2.5 | `low-medium` | urgent    |
 * | 5-6                       | above 4.5     | `medium`     | urgent    |
 * | 7 or more                 | above 6.5     | `high`       | emergency |
 *
 * Source: Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017: chart 2
 * (thresholds and triggers), chart 4 (frequency of monitoring).
 */
class WarningScore : public Classifier
{
  public:
    using Classifier::Classifier;

    std::vector<std::string> Inputs() const override;

  protected:
    /**
     * @brief Points of each vital sign, 0 to 3.
     * @param values in the order of WarningSigns(); nothing where it is not known
     * @return in the same order; whatever stands where the value is not known does not count
     */
    virtual std::vector<double> Points(const std::vector<std::optional<double>>& values) = 0;

    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) final;
    double StalenessS(const std::string& input) const override;
};

} // namespace ns3::iomt

#endif // IOMT_WARNING_SCORE_H
