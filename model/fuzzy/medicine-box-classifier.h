// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_MEDICINE_BOX_CLASSIFIER_H
#define IOMT_MEDICINE_BOX_CLASSIFIER_H

#include "classifier.h"

#include <cstddef>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief Whether doses are taken when they are due, and whether the package was opened by force.
 *
 * Each dose due counts as taken if the lid is opened within half an hour of its time, or within
 * half the time to the next one where doses are closer.
 *
 * | state                                        | label      | alarm  |
 * |----------------------------------------------|------------|--------|
 * | the seal is broken                           | `tampered` | urgent |
 * | the last dose due was not taken in its time  | `missed`   | urgent |
 * | a dose is due and not yet taken              | `due`      | none   |
 * | every dose due was taken                     | `taken`    | none   |
 *
 * The score is the share of doses due that were taken (1 before the first one), adherence as it is
 * commonly measured.
 */
class MedicineBoxClassifier : public Classifier
{
  public:
    /** @param settings doseTimesS: when doses are due, as the box was set; rising, none at all is
     *         fine */
    explicit MedicineBoxClassifier(const ClassifierSettings& settings);

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;

  private:
    struct Dose
    {
        double dueS;
        double toleranceS;
        bool taken;
    };

    std::vector<Dose> m_doses;
    bool m_tampered = false; //!< a broken seal stays broken
};

} // namespace ns3::iomt

#endif // IOMT_MEDICINE_BOX_CLASSIFIER_H
