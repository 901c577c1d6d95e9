// SPDX-License-Identifier: GPL-2.0-only

#include "quantity.h"

#include "ns3/nearest-name.h"

#include <stdexcept>

namespace ns3::iomt
{

const std::vector<Quantity>&
Quantities()
{
    // SenML units: RFC 8428, 12.1, with kg/m3 and deg of RFC 8798, 2. SenML has no unit for kg/m2.
    // Resolutions: ECG 200 steps a millivolt (MIT-BIH record 208); skin temperature 0.02 degC as
    // the E4 writes it; the rest as bedside displays show it.
    static const std::vector<Quantity> quantities{
        {"ecg", "mV", "V", 1e-3, 0.005},
        {"spo2", "%", "/", 1e-2, 1},
        {"pulse", "/min", "1/min", 1, 1},
        {"respiration", "/min", "1/min", 1, 1},
        {"temperature", "degC", "Cel", 1, 0.1},
        {"skin-temperature", "degC", "Cel", 1, 0.02},
        {"motion", "g", "m/s2", 9.80665, 0.001},
        {"sweat", "uS", "S", 1e-6, 0.001},
        {"systolic", "mmHg", "Pa", 133.322387415, 1},
        {"diastolic", "mmHg", "Pa", 133.322387415, 1},
        {"glucose", "mg/dL", "kg/m3", 1e-2, 1},
        {"haemoglobin", "g/dL", "kg/m3", 10, 0.1},
        {"weight", "kg", "kg", 1, 0.1},
        {"bmi", "kg/m2", "", 1, 0.1},
        {"oxygen", "yes", "/", 1, 1},
        {"consciousness", "CVPU", "/", 1, 1},
        {"tidal-volume", "mL", "m3", 1e-6, 1},
        {"airway-pressure", "cmH2O", "Pa", 98.0665, 1},
        {"inspired-oxygen", "%", "/", 1e-2, 1},
        {"pump-rate", "mL/h", "m3/s", 1e-6 / 3600, 0.001},
        {"line-pressure", "mmHg", "Pa", 133.322387415, 1},
        {"joint-angle", "deg", "deg", 1, 0.1},
        {"speed", "m/s", "m/s", 1, 0.01},
        {"charge", "%", "%EL", 1, 1},
        {"seat", "yes", "/", 1, 1},
        {"door", "yes", "/", 1, 1},
        {"presence", "yes", "/", 1, 1},
        {"dose", "yes", "/", 1, 1},
        {"tamper", "yes", "/", 1, 1},
        {"card", "yes", "/", 1, 1},
    };
    return quantities;
}

const Quantity&
QuantityOf(const std::string& name)
{
    for (const auto& quantity : Quantities())
    {
        if (quantity.name == name)
        {
            return quantity;
        }
    }
    std::vector<std::string> names;
    std::string allowed;
    for (const auto& quantity : Quantities())
    {
        names.push_back(quantity.name);
        allowed += (allowed.empty() ? "" : ", ") + quantity.name;
    }
    const auto nearest = NearestName(name, names);
    throw std::invalid_argument(
        "unknown quantity '" + name + "'" +
        (nearest.empty() ? "; allowed: " : ", did you mean '" + nearest + "'? Allowed: ") +
        allowed);
}

} // namespace ns3::iomt
