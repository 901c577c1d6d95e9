// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ABE_LSSS_H
#define IOMT_ABE_LSSS_H

#include "abe-policy.h"
#include "bls12-381.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/// Where random numbers come from: 64 bits a call. What is secret needs a secret source.
using AbeRandom = std::function<uint64_t()>;

/**
 * @brief A linear secret sharing scheme modulo r: matrix M, row i belonging to attribute rho(i).
 *
 * Shares are lambda = M (secret, v), v random; satisfied rows have coefficients gamma with
 * sum of gamma_i lambda_i = secret, others learn nothing (Beimel, Secure Schemes for Secret
 * Sharing and Key Distribution, 1996). Compiled from a formula gate by gate, a gate with vector w:
 *
 * | gate            | children                                               | coefficients     |
 * |-----------------|--------------------------------------------------------|------------------|
 * | or              | w each                                                 | 1                |
 * | and of n        | w + c1, -c1 + c2, ..., -c(n-1); c new columns          | 1                |
 * | k of n, between | w + i c1 + i^2 c2 + ... + i^(k-1) c(k-1) for child i   | Lagrange's at 0  |
 *
 * so a formula of `and` and `or` is reconstructed by sums alone.
 */
class AbeLsss
{
  public:
    /// A row of the matrix; columns that are not named are zero.
    struct Row
    {
        std::string attribute; //!< rho(i)
        std::size_t use{0};    //!< how many earlier rows belong to the same attribute
        std::vector<std::pair<uint32_t, bls::Scalar>> entries; //!< column, from 0, and value
    };

    /// A row that takes part in a reconstruction.
    struct Term
    {
        std::size_t row;         //!< index
        bls::Scalar coefficient; //!< not zero
    };

    /**
     * @brief secret = scale * sum of coefficient * share.
     *
     * Lagrange's coefficients are fractions. Where their common denominator is small, it is kept
     * apart as the scale, since small coefficients cost hardly anything.
     */
    struct Reconstruction
    {
        std::vector<Term> terms; //!< in ascending order of rows
        bls::Scalar scale;       //!< 1 for formulas of `and` and `or`
    };

    /// @param policy to compile
    explicit AbeLsss(const AbePolicy& policy);

    /// @return the rows, in the order of the leaves
    const std::vector<Row>& Rows() const
    {
        return m_rows;
    }

    /// @return number of columns; column 0 is the secret's
    std::size_t Columns() const
    {
        return m_columns;
    }

    /**
     * @param secret to share
     * @param random source of the other columns' values
     * @return a share a row
     */
    std::vector<bls::Scalar> Share(const bls::Scalar& secret, const AbeRandom& random) const;

    /**
     * @param attributes of someone
     * @return how the fewest rows give the secret; nothing if the attributes do not satisfy the
     *         policy
     */
    std::optional<Reconstruction> Reconstruct(const AbeAttributes& attributes) const;

  private:
    AbePolicy m_policy;
    std::vector<Row> m_rows;
    std::size_t m_columns{1};
};

} // namespace ns3::iomt

#endif // IOMT_ABE_LSSS_H
