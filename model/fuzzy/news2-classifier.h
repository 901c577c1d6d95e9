// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NEWS2_CLASSIFIER_H
#define IOMT_NEWS2_CLASSIFIER_H

#include "warning-score.h"

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
 * @param vitalSign `respiration` [/min], `spo2` [%], `oxygen` (1: supplemental oxygen is given),
 *        `systolic` [mmHg], `pulse` [/min], `consciousness` (1: anything but alert) or
 *        `temperature` [degC]
 * @param value in that unit
 * @return 0, 1, 2 or 3
 * @throws std::invalid_argument for any other vital sign, and for a value that is not a number
 */
int News2Points(const std::string& vitalSign, double value);

/** @brief The crisp early-warning score: the National Early Warning Score 2. */
class News2Classifier : public WarningScore
{
  public:
    using WarningScore::WarningScore;

    std::string Name() const override;

  protected:
    std::vector<double> Points(const std::vector<std::optional<double>>& values) override;
};

} // namespace ns3::iomt

#endif // IOMT_NEWS2_CLASSIFIER_H
