// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NEWS2_CLASSIFIER_H
#define IOMT_NEWS2_CLASSIFIER_H

#include "classifier.h"

namespace ns3::iomt
{

/**
 * @brief Points of one vital sign in the National Early Warning Score 2.
 *
 * The chart has whole numbers (temperature: tenths), so a value is rounded to that first.
 *
 * Source: Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017, chart 1; SpO2
 * on scale 1.
 *
 * @param vitalSign `respiration` [/min], `spo2` [%], `pulse` [/min] or `temperature` [degC]
 * @param value in that unit
 * @return 0, 1, 2 or 3
 * @throws std::invalid_argument for any other vital sign
 */
int News2Points(const std::string& vitalSign, double value);

/**
 * @brief The crisp early-warning score over the vital signs that exist.
 *
 * Sum of the points of the fresh vital signs (chart 2: thresholds and triggers). What is not
 * measured (blood pressure, consciousness, supplemental oxygen, and whatever is stale) adds
 * nothing, so the score is a lower bound of the bedside one.
 *
 * | score                     | label        | alarm     |
 * |---------------------------|--------------|-----------|
 * | 0-4, no 3                 | `low`        | none      |
 * | 3 in one vital sign, to 4 | `low-medium` | urgent    |
 * | 5-6                       | `medium`     | urgent    |
 * | 7 or more                 | `high`       | emergency |
 */
class News2Classifier : public Classifier
{
  public:
    using Classifier::Classifier;

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;
};

} // namespace ns3::iomt

#endif // IOMT_NEWS2_CLASSIFIER_H
